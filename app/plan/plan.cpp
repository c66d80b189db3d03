#include "app/plan/plan.h"

#include <QCryptographicHash>

namespace {
/// Writes every field with its length in front, so that no two plans give the same bytes.
class PlanDigest
{
public:
    void add(const QString &text)
    {
        const QByteArray bytes = text.toUtf8();
        m_hash.addData(QByteArray::number(bytes.size()) + ':');
        m_hash.addData(bytes);
    }
    void add(qint64 number) { add(QString::number(number)); }
    /// Secrets by name: two plans that use different secrets differ.
    void add(const SealedText &text)
    {
        add(text.secretNames());
        add(text.asShell());
        add(text.masked());
    }
    void add(const QStringList &texts)
    {
        add(qint64(texts.size()));
        for (const QString &text : texts)
            add(text);
    }
    void add(const Step &step)
    {
        add(QStringList{step.id, step.node, step.title, step.note});
        add(qint64(step.action.index()));
        std::visit([this](const auto &action) { addAction(action); }, step.action);
        add(qint64(step.onFailure));
        add(step.postcondition);
    }
    void add(const Stage &stage)
    {
        add(QStringList{stage.id, stage.title, stage.exception});
        add(qint64(stage.steps.size()));
        for (const Step &step : stage.steps)
            add(step);
    }
    QString hex() const { return QString::fromLatin1(m_hash.result().toHex()); }

private:
    void addAction(const Command &command)
    {
        add(command.verb);
        add(command.script);
        add(qint64(command.deadline.count()));
    }
    void addAction(const Job &job)
    {
        add(job.verb);
        add(job.script);
        add(qint64(job.deadline.count()));
        add(job.success);
        add(job.transient);
    }
    void addAction(const Upload &upload)
    {
        add(upload.path);
        add(upload.content);
        add(qint64(upload.mode));
    }
    void addAction(const WaitUntil &wait)
    {
        add(wait.verb);
        add(wait.script);
        add(qint64(wait.interval.count()));
        add(qint64(wait.deadline.count()));
        add(wait.recovery);
    }
    void addAction(const Check &check) { add(check.id); }
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
};

struct NamesOfAction
{
    QStringList operator()(const Command &command) const { return command.script.secretNames(); }
    QStringList operator()(const Job &job) const { return job.script.secretNames(); }
    QStringList operator()(const Upload &upload) const { return upload.content.secretNames(); }
    QStringList operator()(const WaitUntil &wait) const { return wait.script.secretNames() + wait.recovery.secretNames(); }
    QStringList operator()(const Check &) const { return {}; }
};
} // namespace

const Step *Plan::step(const QString &id) const
{
    for (const Stage &stage : stages) {
        for (const Step &candidate : stage.steps) {
            if (candidate.id == id)
                return &candidate;
        }
    }
    return nullptr;
}

QList<NodeId> Plan::nodes() const
{
    QList<NodeId> found;
    for (const Stage &stage : stages) {
        for (const Step &candidate : stage.steps) {
            if (!candidate.node.isEmpty() && !found.contains(candidate.node))
                found.append(candidate.node);
        }
    }
    return found;
}

QString planHash(const Plan &plan)
{
    PlanDigest digest;
    digest.add(QStringList{plan.title, plan.operation, plan.cluster, plan.clusterId, plan.release, plan.catalogHash});
    digest.add(qint64(plan.stages.size()));
    for (const Stage &stage : plan.stages)
        digest.add(stage);
    return digest.hex();
}

QList<SecretName> secretsOf(const Plan &plan)
{
    QList<SecretName> found;
    for (const Stage &stage : plan.stages) {
        for (const Step &step : stage.steps) {
            for (const QString &name : std::visit(NamesOfAction(), step.action) + step.postcondition.secretNames()) {
                if (!found.contains(name))
                    found.append(name);
            }
        }
    }
    return found;
}
