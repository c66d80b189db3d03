#include "app/secrets/process_guard.h"

#include <QTest>

#include <memory>

#include <sys/prctl.h>
#include <sys/resource.h>

namespace {
rlim_t coreLimit()
{
    rlimit limit{};
    return getrlimit(RLIMIT_CORE, &limit) == 0 ? limit.rlim_cur : 4711;
}
} // namespace

class ProcessGuardTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void memoryIsClosedAsLongAsAGuardLives()
    {
        rlimit limit{};
        QCOMPARE(getrlimit(RLIMIT_CORE, &limit), 0);
        if (limit.rlim_max > 0) {
            limit.rlim_cur = limit.rlim_max;
            QCOMPARE(setrlimit(RLIMIT_CORE, &limit), 0);
        }
        const rlim_t before = coreLimit();
        QCOMPARE(prctl(PR_SET_DUMPABLE, 1), 0);

        auto first = std::make_unique<ProcessGuard>();
        auto second = std::make_unique<ProcessGuard>();
        QVERIFY(first->isInForce());
        QCOMPARE(prctl(PR_GET_DUMPABLE), 0);
        QCOMPARE(coreLimit(), rlim_t(0));
        first.reset();
        QVERIFY(second->isInForce());
        QCOMPARE(prctl(PR_GET_DUMPABLE), 0);
        QCOMPARE(coreLimit(), rlim_t(0));
        second.reset();
        QCOMPARE(prctl(PR_GET_DUMPABLE), 1);
        QCOMPARE(coreLimit(), before);
        {
            const ProcessGuard again;
            QVERIFY(again.isInForce());
            QCOMPARE(prctl(PR_GET_DUMPABLE), 0);
        }
        QCOMPARE(prctl(PR_GET_DUMPABLE), 1);
    }
};

QTEST_GUILESS_MAIN(ProcessGuardTest)
#include "process_guard_test.moc"
