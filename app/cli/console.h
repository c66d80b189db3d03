// What the program prints: text for people, one JSON envelope for programs, errors as one sentence and one advice.
#pragma once

#include "app/base/result.h"
#include "app/topology/finding.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

/// How the program ends (contracts 2), the first that holds in the order 2, 3, 4, 1, 0.
enum ExitStatus {
    Fine = 0,        ///< nothing red
    Red = 1,         ///< a finding of severity error, a failed step, anything red, a conflict
    WrongUsage = 2,  ///< wrong usage, unreadable or invalid input, a question without a terminal
    StoppedByUser = 3,
    NotReached = 4,  ///< a node could not be reached or refused login
};

/// The status that an error of this kind ends the program with.
ExitStatus exitStatusOf(ErrorKind kind);

class Console
{
public:
    /// `verb` names the envelope's format: ovdeploy.<verb>/1.
    Console(const QString &verb, bool isJson, const QString &colour);

    bool isJson() const { return m_isJson; }
    bool isTerminal() const;      ///< standard output is a terminal that may be redrawn
    bool canAsk() const;          ///< standard input and standard error are terminals
    QString coloured(const QString &text, const char *sgr) const;

    /// A line of text for people; silent with --json.
    void line(const QString &text = {}) const;
    /// Text as it is, on standard output, also with --json (streams).
    void raw(const QByteArray &bytes) const;
    /// A note on standard error.
    void note(const QString &text) const;
    /// Columns, aligned, two blanks apart.
    void table(const QStringList &header, const QList<QStringList> &rows) const;
    void findings(const QList<Finding> &list) const;

    /// One sentence and one advice on standard error, and with --json the envelope. Returns the status to end with.
    int fail(const Error &error);
    /// Ends a command: with --json prints the envelope. Returns `exit`.
    int finish(ExitStatus exit, const QJsonValue &result);

    QString cluster;              ///< name for the envelope
    QList<Finding> found;         ///< findings for the envelope

private:
    void envelope(int exit, const QJsonValue &result) const;
    QString m_verb;
    bool m_isJson;
    bool m_isColoured;
};

QJsonObject findingJson(const Finding &finding);
QString severityWord(Severity severity);
