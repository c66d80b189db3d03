#include "app/inspect/facts.h"

#include <QCoreApplication>

namespace {
constexpr qsizetype largestAnswer = 16 << 20;

Error withoutAnswer(const Outcome &outcome)
{
    return {ErrorKind::Failed,
            QCoreApplication::translate("Facts", "The node's facts could not be read: the script ended with status %1.").arg(outcome.exitStatus),
            QCoreApplication::translate("Facts", "Check that /bin/sh works on the node for the user that logs in.")};
}
} // namespace

Result<MachineFacts> gatherFacts(Machine &machine, const QList<HealthQuestion> &questions, std::stop_token stop)
{
    const Script script = factsScript(questions, builtInCatalog().installation);
    const qint64 asked = QDateTime::currentMSecsSinceEpoch();
    qint64 answered = 0;
    QByteArray output;
    const auto collect = [&output, &answered](Stream stream, QByteArrayView bytes) {
        if (stream != Stream::Out || output.size() + bytes.size() > largestAnswer)
            return;
        if (!answered)
            answered = QDateTime::currentMSecsSinceEpoch();
        output.append(bytes);
    };
    const Result<Outcome> outcome = machine.run(script, collect, std::move(stop));
    if (!outcome)
        return outcome.error();
    if (output.isEmpty())
        return withoutAnswer(*outcome);
    MachineFacts facts = parsedFacts(output);
    if (facts.time.isValid())
        facts.clockOffsetMs = facts.time.toMSecsSinceEpoch() - (asked + answered) / 2;
    return facts;
}
