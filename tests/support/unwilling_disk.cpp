#include "tests/support/unwilling_disk.h"

#include <csignal>
#include <unistd.h>

Nobody::Nobody()
    : m_wasRoot(geteuid() == 0 && seteuid(65534) == 0)
{
}

Nobody::~Nobody()
{
    if (m_wasRoot && seteuid(0) != 0)
        qFatal("cannot become root again");
}

FullDisk::FullDisk(rlim_t bytes)
    : m_signal(std::signal(SIGXFSZ, SIG_IGN))
{
    getrlimit(RLIMIT_FSIZE, &m_before);
    const rlimit limit{bytes, m_before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
}

FullDisk::~FullDisk()
{
    setrlimit(RLIMIT_FSIZE, &m_before);
    std::signal(SIGXFSZ, m_signal);
}
