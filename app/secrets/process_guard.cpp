#include "app/secrets/process_guard.h"

#include <QtGlobal>

#include <mutex>

#ifdef Q_OS_UNIX
#include <sys/resource.h>
#endif
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

namespace {
// One process, one setting: guards may end in any order, on any thread.
struct Setting
{
    std::mutex mutex;
    int guards = 0;
    bool isInForce = false;
    int dumpable = 0;
#ifdef Q_OS_UNIX
    rlimit core{};
#endif
};

Setting &setting()
{
    static Setting ofProcess;
    return ofProcess;
}

bool close(Setting *setting)
{
    bool isDone = false;
#ifdef Q_OS_UNIX
    isDone = getrlimit(RLIMIT_CORE, &setting->core) == 0;
    const rlimit none{0, setting->core.rlim_max};
    isDone = isDone && setrlimit(RLIMIT_CORE, &none) == 0;
#endif
#ifdef Q_OS_LINUX
    setting->dumpable = prctl(PR_GET_DUMPABLE);
    isDone = prctl(PR_SET_DUMPABLE, 0) == 0 && isDone;
#endif
    return isDone;
}

void open(const Setting &setting)
{
#ifdef Q_OS_UNIX
    setrlimit(RLIMIT_CORE, &setting.core);
#endif
#ifdef Q_OS_LINUX
    // 2 (readable by root only) can be read but not set.
    if (setting.dumpable == 1)
        prctl(PR_SET_DUMPABLE, 1);
#endif
}
} // namespace

ProcessGuard::ProcessGuard()
{
    Setting &now = setting();
    const std::lock_guard lock(now.mutex);
    if (now.guards++ == 0)
        now.isInForce = close(&now);
}

ProcessGuard::~ProcessGuard()
{
    Setting &now = setting();
    const std::lock_guard lock(now.mutex);
    if (--now.guards == 0)
        open(now);
}

bool ProcessGuard::isInForce() const
{
    Setting &now = setting();
    const std::lock_guard lock(now.mutex);
    return now.isInForce;
}
