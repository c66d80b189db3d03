// The commands of the program without a window: a table of name, arguments, help, options and function.
#pragma once

#include "app/catalog/catalog.h"
#include "app/cli/console.h"
#include "app/secrets/secret.h"

#include <QCommandLineParser>
#include <QList>
#include <QString>
#include <QStringList>

/// One call of the program, arguments read.
struct Invocation
{
    const Catalog &catalog;
    const QCommandLineParser &options;
    QStringList arguments; ///< behind the verb
    Console &console;
    const SecretSet &environment; ///< what came in OVDEPLOY_SECRET_…, taken at the start

    bool isSet(const char *option) const { return options.isSet(QLatin1String(option)); }
    QString value(const char *option) const { return options.value(QLatin1String(option)); }
    /// Comma-separated words of an option.
    QStringList list(const char *option) const;
};

struct CommandOption
{
    const char *name;
    const char *value; ///< what its value is called; empty: a switch
    const char *help;
};

struct Verb
{
    const char *name;
    const char *arguments; ///< `FILE [NAME]`
    int least, most;       ///< number of arguments
    const char *help;
    QList<CommandOption> options;
    int (*run)(Invocation &);
};

const QList<Verb> &commandTable();

/// The whole program: arguments without its own name in, exit status out.
int runCommandLine(const QStringList &arguments);

// One function a command; each reads its Invocation and returns the exit status.
int newCommand(Invocation &invocation);
int validateCommand(Invocation &invocation);
int explainCommand(Invocation &invocation);
int commandsCommand(Invocation &invocation);
int portsCommand(Invocation &invocation);
int planCommand(Invocation &invocation);
int secretsCommand(Invocation &invocation);
int hostkeysCommand(Invocation &invocation);
int deployCommand(Invocation &invocation);
int statusCommand(Invocation &invocation);
int runsCommand(Invocation &invocation);
int demoCommand(Invocation &invocation);
