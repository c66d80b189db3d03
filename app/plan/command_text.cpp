#include "app/plan/command_text.h"

#include "app/base/shell_quote.h"
#include "app/topology/selectors.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace {
QString formId(CommandForm form)
{
    switch (form) {
    case CommandForm::Example:
        return QStringLiteral("example");
    case CommandForm::Guide:
        return QStringLiteral("guide");
    case CommandForm::Run:
        return QStringLiteral("run");
    }
    return {};
}

Error unknownCommand(const Topology &topology, Role role)
{
    return {ErrorKind::Invalid,
            QCoreApplication::translate("CommandText", "No installer is known for a %1 of release %2 in a deployment of kind %3.")
                .arg(roleTitle(role), topology.release, topology.kind),
            QCoreApplication::translate("CommandText", "Choose a release and a kind of deployment from the lists of the catalog.")};
}

InstallerArgument argumentOf(const InstallOption &option, const FlagSource &source)
{
    InstallerArgument argument;
    argument.flag = option.flag;
    if (option.kind == InstallOption::Kind::Switch)
        return argument;
    if (option.isSecret || option.value == QLatin1String("secret"))
        argument.word = SealedText::shellWord(option.name());
    else
        argument.word = shellQuoted(derivedValue(option, source));
    return argument;
}

/// An optional value that the document does not have is left out; an empty one was never shown by the vendor.
bool isLeftOut(const InstallOption &option, const FlagSource &source)
{
    const bool isDerived = option.kind != InstallOption::Kind::Switch && !option.isSecret && option.value != QLatin1String("secret");
    return isDerived && !option.isRequired && derivedValue(option, source).isEmpty();
}

SealedText written(const InstallerArgument &argument)
{
    return argument.word.isEmpty() ? SealedText(argument.flag) : SealedText(argument.flag + u'=') + argument.word;
}
} // namespace

Result<QList<InstallerArgument>> installerArguments(const FlagSource &source, CommandForm form)
{
    const Topology &topology = source.topology;
    const CommandLine *line = source.catalog.commandLine(topology.kind, source.role, topology.release);
    if (!line)
        return unknownCommand(topology, source.role);
    const QSet<QString> active = activeSelectors(topology, source.catalog);
    QList<InstallerArgument> arguments;
    for (const QString &flag : line->order) {
        const InstallOption *option = source.catalog.option(flag, source.role, topology.kind, topology.release);
        if (!option || !option->forms.contains(formId(form)) || !option->when.holds(active) || isLeftOut(*option, source))
            continue;
        arguments.append(argumentOf(*option, source));
    }
    return arguments;
}

SealedText argumentLine(const QList<InstallerArgument> &arguments)
{
    SealedText line;
    for (const InstallerArgument &argument : arguments)
        line += SealedText(" ") + written(argument);
    return line;
}

Result<SealedText> installCommand(const FlagSource &source, CommandForm form)
{
    const Result<QString> url = installerUrl(source.topology, source.catalog, source.role);
    if (!url)
        return url.error();
    const Result<QList<InstallerArgument>> arguments = installerArguments(source, form);
    if (!arguments)
        return arguments.error();
    SealedText text = SealedText(QStringLiteral("sh <(curl -fsSL %1)").arg(plainOrQuoted(*url)));
    bool isLeading = true;
    for (const InstallerArgument &argument : *arguments) {
        // The switches in front share a line, as in the vendor's own output.
        const bool joins = isLeading && argument.word.isEmpty() && &argument != &arguments->first();
        isLeading = isLeading && argument.word.isEmpty();
        text += SealedText(joins ? " " : " \\\n    ") + written(argument);
    }
    return text + SealedText("\n");
}

Result<QString> installerUrl(const Topology &topology, const Catalog &catalog, Role role)
{
    const CommandLine *line = catalog.commandLine(topology.kind, role, topology.release);
    if (!line)
        return unknownCommand(topology, role);
    QString base = topology.installer.baseUrl.isEmpty() ? catalog.installation.baseUrl : topology.installer.baseUrl;
    while (base.endsWith(u'/'))
        base.chop(1);
    return base + u'/' + line->path.arg(topology.release);
}

QString plainOrQuoted(const QString &word)
{
    static const QRegularExpression harmless(QStringLiteral("\\A[A-Za-z0-9_./:@%+,-]+\\z"));
    return harmless.match(word).hasMatch() ? word : shellQuoted(word);
}
