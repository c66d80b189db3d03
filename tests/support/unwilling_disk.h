// Disks that refuse, without a file system of their own.
#pragma once

#include <QtGlobal>

#include <sys/resource.h>

/// Root may write everywhere: as long as this lives the process is nobody.
class Nobody
{
public:
    Nobody();
    ~Nobody();
    Q_DISABLE_COPY_MOVE(Nobody)

private:
    bool m_wasRoot;
};

/// As long as this lives no file can grow beyond so many bytes: what a full disk does to a writer.
class FullDisk
{
public:
    explicit FullDisk(rlim_t bytes);
    ~FullDisk();
    Q_DISABLE_COPY_MOVE(FullDisk)

private:
    void (*m_signal)(int);
    rlimit m_before = {};
};
