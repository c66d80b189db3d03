// Something to tell the user about the topology or a machine. Any number; never stops the program.
#pragma once

#include <QString>

enum class Severity { Hint, Warning, Error };

struct Finding
{
    QString rule;     ///< stable id of the rule or check, V-TOP-1
    Severity severity = Severity::Warning;
    QString object;   ///< node or load balancer it is about; empty: the cluster
    QString field;    ///< the document's key it is about, `private-ip`; may be empty
    QString message;
    QString advice;
    QString waiver;   ///< the reason, if it was waived

    bool operator==(const Finding &other) const = default;
};
