// Logging in: agent, key file, password, questions; each once, as far as the server offers it.
#pragma once

#include "app/machine/ssh_key.h"
#include "app/machine/ssh_session.h"

struct SshLogin
{
    QString user;
    QString keyPath;     ///< empty: none
    QString agentSocket; ///< empty: no agent
    SecretSet secrets;   ///< ssh-password, key-passphrase: for all nodes or with @node
    SshIdentities *identities = nullptr;
};

enum class LoginEnd {
    LoggedIn,
    AgentUsedUpTries, ///< the server hung up over too many keys of the agent: connect again and leave it out
};

/// Logs in, with several ways one after the other if the server wants that. Errors: LoginRefused (names what was tried and what the server
/// offers), Unreachable, Stopped.
Result<LoginEnd> logIn(SshSession &session, const SshLogin &login, std::stop_token stop);
