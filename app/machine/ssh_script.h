// Running one script on a session: privilege, frame, streams, deadline; and ending it on the node when it is stopped.
#pragma once

#include "app/machine/machine.h"
#include "app/machine/ssh_session.h"

struct ScriptOrder
{
    Script script;
    Privilege privilege = Privilege::Root;
    Secret password;   ///< for sudo, used if it asks
    OnOutput onOutput; ///< may be empty: then the outcome holds the output
};

/// Errors as of Machine::run. When stopped or late, the script's process group is ended over a second channel before this returns.
Result<Outcome> runScript(SshSession &session, const ScriptOrder &order, std::stop_token stop);
