#include "app/cli/console.h"

#include "app/run/run_event.h"

#include <QJsonDocument>

#include <cstdio>

#include <unistd.h>

namespace {
struct KindRow
{
    ErrorKind kind;
    ExitStatus exit;
};

// clang-format off
constexpr KindRow kindRows[] = {
    {ErrorKind::Failed,         Red},
    {ErrorKind::Invalid,        WrongUsage},
    {ErrorKind::Stopped,        StoppedByUser},
    {ErrorKind::Unreachable,    NotReached},
    {ErrorKind::LoginRefused,   NotReached},
    {ErrorKind::HostKeyUnknown, NotReached},
    {ErrorKind::HostKeyChanged, NotReached},
    {ErrorKind::Conflict,       Red},
};
// clang-format on

void write(FILE *stream, const QByteArray &bytes)
{
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stream);
    std::fflush(stream);
}

struct SeverityRow
{
    const char *word;
    const char *sgr;
};
constexpr SeverityRow severityRows[] = {{"hint", "36"}, {"warning", "33"}, {"error", "31"}};
} // namespace

ExitStatus exitStatusOf(ErrorKind kind)
{
    return kindRows[int(kind)].exit;
}

QString severityWord(Severity severity)
{
    return QString::fromLatin1(severityRows[int(severity)].word);
}

Console::Console(const QString &verb, bool isJson, const QString &colour) : m_verb(verb), m_isJson(isJson)
{
    const bool isWanted = isatty(STDOUT_FILENO) && !qEnvironmentVariableIsSet("NO_COLOR");
    m_isColoured = colour == QLatin1String("always") || (colour != QLatin1String("never") && isWanted);
}

bool Console::isTerminal() const
{
    return !m_isJson && isatty(STDOUT_FILENO) && qgetenv("TERM") != "dumb";
}

bool Console::canAsk() const
{
    return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

QString Console::coloured(const QString &text, const char *sgr) const
{
    return m_isColoured ? QStringLiteral("\x1b[%1m%2\x1b[0m").arg(QLatin1String(sgr), text) : text;
}

void Console::line(const QString &text) const
{
    if (!m_isJson)
        write(stdout, text.toUtf8() + '\n');
}

void Console::raw(const QByteArray &bytes) const
{
    write(stdout, bytes);
}

void Console::note(const QString &text) const
{
    write(stderr, text.toUtf8() + '\n');
}

void Console::table(const QStringList &header, const QList<QStringList> &rows) const
{
    QList<qsizetype> widths;
    for (qsizetype column = 0; column < header.size(); ++column) {
        qsizetype width = header[column].size();
        for (const QStringList &row : rows)
            width = std::max(width, row.value(column).size());
        widths.append(width);
    }
    const auto text = [&widths](const QStringList &row) {
        QString joined;
        for (qsizetype column = 0; column < row.size(); ++column)
            joined += column + 1 < row.size() ? row[column].leftJustified(widths[column] + 2) : row[column];
        return joined;
    };
    line(coloured(text(header), "1"));
    for (const QStringList &row : rows)
        line(text(row));
}

void Console::findings(const QList<Finding> &list) const
{
    for (const Finding &finding : list) {
        const SeverityRow &row = severityRows[int(finding.severity)];
        const QString word = finding.waiver.isEmpty() ? QString::fromLatin1(row.word) : QStringLiteral("waived");
        const QString where = finding.object.isEmpty() ? QString() : finding.object + QStringLiteral(": ");
        line(QStringLiteral("%1 %2  %3%4").arg(coloured(word.leftJustified(8), row.sgr), finding.rule.leftJustified(10), where, finding.message));
        if (!finding.waiver.isEmpty())
            line(QString(21, u' ') + QStringLiteral("Waived: ") + finding.waiver);
        else if (!finding.advice.isEmpty())
            line(QString(21, u' ') + finding.advice);
    }
}

int Console::fail(const Error &error)
{
    const QString advice = error.advice.isEmpty() ? QString() : QStringLiteral("\n  ") + error.advice;
    note(coloured(QStringLiteral("ovdeploy-cli:"), "31") + u' ' + error.message + advice);
    const int exit = exitStatusOf(error.kind);
    if (m_isJson)
        envelope(exit, QJsonObject{{QStringLiteral("error"),
                                    QJsonObject{{QStringLiteral("kind"), errorKindWord(error.kind)},
                                                {QStringLiteral("message"), error.message},
                                                {QStringLiteral("advice"), error.advice}}}});
    return exit;
}

int Console::finish(ExitStatus exit, const QJsonValue &result)
{
    if (m_isJson)
        envelope(exit, result);
    return exit;
}

void Console::envelope(int exit, const QJsonValue &result) const
{
    QJsonArray list;
    for (const Finding &finding : found)
        list.append(findingJson(finding));
    const QJsonObject object{{QStringLiteral("format"), QStringLiteral("ovdeploy.%1/1").arg(m_verb)},
                             {QStringLiteral("cluster"), cluster},
                             {QStringLiteral("findings"), list},
                             {QStringLiteral("result"), result},
                             {QStringLiteral("exit"), exit}};
    raw(QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
}

QJsonObject findingJson(const Finding &finding)
{
    return {{QStringLiteral("rule"), finding.rule},       {QStringLiteral("severity"), severityWord(finding.severity)},
            {QStringLiteral("object"), finding.object},   {QStringLiteral("field"), finding.field},
            {QStringLiteral("message"), finding.message}, {QStringLiteral("advice"), finding.advice},
            {QStringLiteral("waiver"), finding.waiver}};
}
