// The program without a window: arguments in, exit status out.
#include "app/cli/commands.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("ovdeploy-cli"));
    return runCommandLine(QCoreApplication::arguments().mid(1));
}
