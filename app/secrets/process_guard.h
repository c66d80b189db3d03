// Keeps the memory of this process from core files and from other processes of the same user.
#pragma once

/// In force as long as one of them lives: no core file, and on Linux no attaching and no reading of /proc/PID/mem and environ by others.
/// The last one puts back what was there before. Children start with the same limit on core files.
class ProcessGuard
{
public:
    ProcessGuard();
    ~ProcessGuard();
    ProcessGuard(const ProcessGuard &) = delete;
    ProcessGuard &operator=(const ProcessGuard &) = delete;

    /// Whether the system did what was asked: false where it cannot (Windows) or refused.
    bool isInForce() const;
};
