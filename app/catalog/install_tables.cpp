#include "app/catalog/catalog_tables.h"

#include <QCoreApplication>

using Need = CatalogRow::Need;

namespace {
const QStringList &optionKinds()
{
    // In the order of InstallOption::Kind.
    static const QStringList words{QStringLiteral("Switch"), QStringLiteral("Text"), QStringLiteral("Addresses"), QStringLiteral("Address"),
                                   QStringLiteral("Host"),   QStringLiteral("List"), QStringLiteral("Choice"),    QStringLiteral("Pem")};
    return words;
}

void readForms(CatalogRow &row, InstallOption *option)
{
    static const QStringList known{QStringLiteral("example"), QStringLiteral("guide"), QStringLiteral("run")};
    option->forms = row.texts(QStringLiteral("forms"));
    for (const QString &form : std::as_const(option->forms)) {
        if (!known.contains(form))
            row.refuse(QCoreApplication::translate("Catalog", "the form “%1” is not known").arg(form));
    }
}

void readGeneration(CatalogRow &row, InstallOption *option)
{
    row.part(QStringLiteral("generation"), Need::Optional, [option](CatalogRow &part) {
        option->generation.alphabet = part.text(QStringLiteral("alphabet"));
        option->generation.length = part.number(QStringLiteral("length"), 1, 1024);
        option->generation.prefix = part.text(QStringLiteral("prefix"), Need::Optional);
    });
    if (option->isSecret && option->value != QLatin1String("secret"))
        row.refuse(QCoreApplication::translate("Catalog", "a secret must have the value “secret”"));
    if (!option->isSecret && !option->generation.alphabet.isEmpty())
        row.refuse(QCoreApplication::translate("Catalog", "only a secret can be generated"));
}
} // namespace

QString InstallOption::name() const
{
    return flag.mid(2);
}

void readInstallOption(CatalogRow &row, Catalog &catalog)
{
    InstallOption option;
    option.flag = row.text(QStringLiteral("flag"));
    if (!option.flag.startsWith(QLatin1String("--")) || option.flag.size() < 3)
        row.refuse(QCoreApplication::translate("Catalog", "“flag” must begin with two dashes"));
    option.kind = InstallOption::Kind(row.choice(QStringLiteral("kind"), optionKinds()));
    option.roles = readRoles(row);
    option.kinds = readKinds(row, catalog, Need::Optional);
    option.releases = readReleases(row, catalog);
    option.when = readCondition(row);
    option.isRequired = row.flag(QStringLiteral("isRequired"), false);
    option.isSecret = row.flag(QStringLiteral("isSecret"), false);
    option.value = row.text(QStringLiteral("value"));
    option.fallback = row.text(QStringLiteral("fallback"), Need::Optional);
    option.choices = row.texts(QStringLiteral("choices"), Need::Optional);
    option.pattern = readPattern(row);
    readGeneration(row, &option);
    readForms(row, &option);
    option.help = row.text(QStringLiteral("help"));
    option.source = row.texts(QStringLiteral("source"));
    catalog.options.append(option);
}

void readCommandLine(CatalogRow &row, Catalog &catalog)
{
    CommandLine line;
    const QString role = row.text(QStringLiteral("role"));
    if (!role.isEmpty() && !roleFromId(role, &line.role))
        row.refuse(QCoreApplication::translate("Catalog", "the role “%1” is not known").arg(role));
    line.kinds = readKinds(row, catalog, Need::Required);
    line.releases = readReleases(row, catalog);
    line.script = row.text(QStringLiteral("script"));
    line.path = row.text(QStringLiteral("path"));
    line.banner = row.text(QStringLiteral("banner"));
    line.order = row.texts(QStringLiteral("order"));
    line.source = row.texts(QStringLiteral("source"));
    catalog.commandLines.append(line);
}

void readCaution(CatalogRow &row, Catalog &catalog)
{
    Caution caution;
    caution.rule = row.text(QStringLiteral("rule"));
    caution.kinds = readKinds(row, catalog, Need::Optional);
    caution.releases = readReleases(row, catalog);
    caution.when = readCondition(row);
    caution.text = row.text(QStringLiteral("text"));
    caution.source = row.texts(QStringLiteral("source"));
    catalog.cautions.append(caution);
}

void readInstallation(CatalogRow &row, Catalog &catalog)
{
    Installation installation;
    installation.root = row.text(QStringLiteral("root"));
    installation.unit = row.text(QStringLiteral("unit"));
    installation.infoFile = row.text(QStringLiteral("infoFile"));
    installation.baseUrl = row.text(QStringLiteral("baseUrl"));
    installation.wizardCommand = row.text(QStringLiteral("wizardCommand"));
    installation.transientErrors = row.texts(QStringLiteral("transientErrors"));
    installation.source = row.texts(QStringLiteral("source"));
    if (!catalog.installation.root.isEmpty())
        row.refuse(QCoreApplication::translate("Catalog", "there is room for one row only"));
    catalog.installation = installation;
}
