#include "app/topology/value_pattern.h"

#include "app/base/plain_text.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <iterator>
#include <vector>

namespace {
struct PatternRow
{
    ValueKind kind;
    const char *id;
    const char *pattern;
    const char *expected;
};

#define HOST "([A-Za-z0-9_][A-Za-z0-9._-]{0,252}|[0-9A-Fa-f.]{0,15}:[0-9A-Fa-f:.]{1,44}(%[A-Za-z0-9._-]{1,15})?)"
#define USER "[A-Za-z_][A-Za-z0-9_.-]{0,63}"
#define PATH_END "/[A-Za-z0-9_.+@=,~-][A-Za-z0-9_.+@=,~/-]{0,1000}"

// clang-format off
constexpr PatternRow patternRows[] = {
    {ValueKind::ClusterId,   "cluster-id",   "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", QT_TRANSLATE_NOOP("ValuePattern", "a uuid in lower case")},
    {ValueKind::ClusterName, "cluster-name", "[A-Za-z0-9][A-Za-z0-9._-]{0,62}", QT_TRANSLATE_NOOP("ValuePattern", "a name of letters, digits, dots and dashes (63 at most)")},
    {ValueKind::NodeName,    "node-name",    "[a-z][a-z0-9-]{0,30}", QT_TRANSLATE_NOOP("ValuePattern", "a name of a-z, 0-9 and dashes that begins with a letter (31 characters at most)")},
    {ValueKind::Release,     "release",      "[A-Za-z0-9][A-Za-z0-9._-]{0,40}", QT_TRANSLATE_NOOP("ValuePattern", "a release such as 3.9.0")},
    {ValueKind::Word,        "word",         "[a-z][a-z0-9-]{0,40}", QT_TRANSLATE_NOOP("ValuePattern", "a word of a-z, 0-9 and dashes")},
    {ValueKind::Selector,    "selector",     "[A-Za-z][A-Za-z0-9]{0,40}(:[A-Za-z0-9]{1,40})?", QT_TRANSLATE_NOOP("ValuePattern", "a word of letters and digits")},
    {ValueKind::Domain,      "domain",       "[A-Za-z0-9][A-Za-z0-9.-]{0,252}", QT_TRANSLATE_NOOP("ValuePattern", "a domain name without scheme, port and path")},
    {ValueKind::Host,        "host",         HOST, QT_TRANSLATE_NOOP("ValuePattern", "an address or a host name")},
    {ValueKind::Jump,        "jump",         "(" USER "@)?(" HOST "|\\[[0-9A-Fa-f:.]{2,45}\\])(:[0-9]{1,5})?", QT_TRANSLATE_NOOP("ValuePattern", "a host, or user@host:port")},
    {ValueKind::User,        "user",         "[A-Za-z_][A-Za-z0-9_.@-]{0,63}", QT_TRANSLATE_NOOP("ValuePattern", "a user name")},
    {ValueKind::KeyPath,     "key-path",     "~?" PATH_END, QT_TRANSLATE_NOOP("ValuePattern", "a path from / or ~/ on, without blanks")},
    {ValueKind::ServerPath,  "server-path",  PATH_END, QT_TRANSLATE_NOOP("ValuePattern", "a path from / on, without blanks")},
    {ValueKind::Url,         "url",          "https?://[A-Za-z0-9.:\\[\\]-]{1,253}(/[A-Za-z0-9._~/+-]{0,500})?", QT_TRANSLATE_NOOP("ValuePattern", "an http or https address without user and password")},
    {ValueKind::Image,       "image",        "[A-Za-z0-9][A-Za-z0-9._/:@-]{0,254}", QT_TRANSLATE_NOOP("ValuePattern", "a container image")},
    {ValueKind::Digest,      "digest",       "[0-9a-f]{64}", QT_TRANSLATE_NOOP("ValuePattern", "a SHA-256 of 64 hexadecimal digits")},
    {ValueKind::HostKey,     "host-key",     "[a-z0-9@.-]{3,64} [A-Za-z0-9+/]{16,8192}={0,2}", QT_TRANSLATE_NOOP("ValuePattern", "a public host key such as ssh-ed25519 AAAA…")},
    {ValueKind::RuleId,      "rule-id",      "[A-Za-z][A-Za-z0-9.:-]{0,60}", QT_TRANSLATE_NOOP("ValuePattern", "the id of a rule such as V-TOP-3")},
    {ValueKind::Line,        "line",         "[^\\x00-\\x1f\\x7f-\\x9f]{1,500}", QT_TRANSLATE_NOOP("ValuePattern", "one line of text (500 characters at most)")},
};
// clang-format on
#undef HOST
#undef USER
#undef PATH_END

const PatternRow &rowOf(ValueKind kind)
{
    return patternRows[int(kind)];
}

std::vector<QRegularExpression> compiledPatterns()
{
    std::vector<QRegularExpression> compiled;
    for (const PatternRow &row : patternRows)
        compiled.emplace_back(QRegularExpression::anchoredPattern(QString::fromLatin1(row.pattern)));
    return compiled;
}
} // namespace

bool holds(ValueKind kind, const QString &text)
{
    static const std::vector<QRegularExpression> compiled = compiledPatterns();
    if (!compiled[size_t(kind)].match(text).hasMatch())
        return false;
    // What turns the direction of text may make a line look like another one.
    return kind != ValueKind::Line || plainText(text.toUtf8()) == text;
}

QString expectedText(ValueKind kind)
{
    return QCoreApplication::translate("ValuePattern", rowOf(kind).expected);
}

QList<ValuePattern> valuePatterns()
{
    QList<ValuePattern> patterns;
    for (const PatternRow &row : patternRows)
        patterns.append({QString::fromLatin1(row.id), u'^' + QString::fromLatin1(row.pattern) + u'$'});
    return patterns;
}
