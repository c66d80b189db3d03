#include "app/machine/ssh_wait.h"

#include <algorithm>
#include <cerrno>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

StopBell::StopBell(std::stop_token stop)
    : m_stop(stop)
    , m_descriptor(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    m_callback.emplace(std::move(stop), [this] {
        const quint64 one = 1;
        (void)!write(m_descriptor, &one, sizeof one);
    });
}

StopBell::~StopBell()
{
    m_callback.reset(); // nobody may ring a closed descriptor
    if (m_descriptor >= 0)
        close(m_descriptor);
}

WaitEnd waitFor(int socket, short events, QDeadlineTimer deadline, const StopBell &bell)
{
    // Out of descriptors there is no bell to hear: then look at the token now and then.
    const qint64 longest = bell.descriptor() >= 0 ? 3600 * 1000 : 50;
    for (;;) {
        if (bell.isRung())
            return WaitEnd::Stopped;
        const qint64 left = deadline.isForever() ? longest : std::min(longest, deadline.remainingTime());
        pollfd watched[] = {{socket, events, 0}, {bell.descriptor(), POLLIN, 0}};
        const int ready = poll(watched, 2, int(left));
        if (bell.isRung())
            return WaitEnd::Stopped;
        if (ready > 0 && watched[0].revents != 0)
            return WaitEnd::Ready;
        if (ready < 0 && errno != EINTR && errno != EAGAIN)
            return WaitEnd::Ready; // the next call on the socket tells what is wrong
        if (deadline.hasExpired())
            return WaitEnd::TimedOut;
    }
}
