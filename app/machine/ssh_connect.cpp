#include "app/machine/ssh_connect.h"

#include <QCoreApplication>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {
/// A question to the resolver, on the heap: it may outlive a stop.
struct NameQuestion
{
    QByteArray host, service;
    addrinfo hints{};
    addrinfo *answer = nullptr;
#ifdef __GLIBC__
    gaicb request{};
#endif

    NameQuestion(const SshEndpoint &endpoint, int flags)
        : host(endpoint.host.toUtf8())
        , service(QByteArray::number(endpoint.port))
    {
        hints.ai_family = AF_UNSPEC;
        hints.ai_socktype = SOCK_STREAM;
        hints.ai_flags = AI_NUMERICSERV | flags;
    }
    ~NameQuestion()
    {
        if (answer)
            freeaddrinfo(answer);
    }
    NameQuestion(const NameQuestion &) = delete;
    NameQuestion &operator=(const NameQuestion &) = delete;

    QList<QByteArray> addresses() const
    {
        QList<QByteArray> found;
        for (const addrinfo *one = answer; one; one = one->ai_next)
            found.append(QByteArray(reinterpret_cast<const char *>(one->ai_addr), qsizetype(one->ai_addrlen)));
        return found;
    }
};

Error unknownName(const SshEndpoint &endpoint, bool isServerSilent)
{
    if (isServerSilent)
        return {
            ErrorKind::Unreachable,
            QCoreApplication::translate("Ssh", "The name server did not answer when asked for the address of %1.").arg(endpoint.place()),
            QCoreApplication::translate("Ssh", "Check this computer's network and name server, or enter the node's IP address.")};
    return {ErrorKind::Unreachable, QCoreApplication::translate("Ssh", "No address is known for %1.").arg(endpoint.place()),
            QCoreApplication::translate("Ssh", "Check the spelling of the host name, or enter the node's IP address.")};
}

#ifdef __GLIBC__
/// getaddrinfo() cannot be interrupted; its asynchronous form can at least be left.
Result<QList<QByteArray>> askedName(const SshEndpoint &endpoint, QDeadlineTimer deadline, const StopBell &bell)
{
    auto question = std::make_unique<NameQuestion>(endpoint, 0);
    question->request.ar_name = question->host.constData();
    question->request.ar_service = question->service.constData();
    question->request.ar_request = &question->hints;
    gaicb *list[] = {&question->request};
    sigevent silent{};
    silent.sigev_notify = SIGEV_NONE;
    if (getaddrinfo_a(GAI_NOWAIT, list, 1, &silent) != 0)
        return unknownName(endpoint, true);
    const timespec moment{0, 50'000'000};
    while (gai_error(list[0]) == EAI_INPROGRESS && !bell.isRung() && !deadline.hasExpired())
        gai_suspend(list, 1, &moment);
    const int status = gai_error(list[0]);
    if (status == EAI_INPROGRESS) {
        if (gai_cancel(list[0]) != EAI_CANCELED)
            (void)question.release(); // the resolver still writes into it
        return bell.isRung() ? stoppedError(endpoint) : unknownName(endpoint, true);
    }
    question->answer = list[0]->ar_result;
    if (status != 0)
        return unknownName(endpoint, status == EAI_AGAIN);
    return question->addresses();
}
#else
Result<QList<QByteArray>> askedName(const SshEndpoint &endpoint, QDeadlineTimer, const StopBell &)
{
    NameQuestion question(endpoint, 0);
    if (const int status = getaddrinfo(question.host.constData(), question.service.constData(), &question.hints, &question.answer);
        status != 0)
        return unknownName(endpoint, status == EAI_AGAIN);
    return question.addresses();
}
#endif

Error connectError(const SshEndpoint &endpoint, int code)
{
    const QString place = endpoint.place();
    switch (code) {
    case ECONNREFUSED:
        return {ErrorKind::Unreachable, QCoreApplication::translate("Ssh", "%1 refused the connection: nothing listens there.").arg(place),
                QCoreApplication::translate("Ssh", "Check that the SSH server runs on the node, and the port in its access settings.")};
    case EHOSTUNREACH:
    case ENETUNREACH:
    case EACCES:
    case EADDRNOTAVAIL:
        return {ErrorKind::Unreachable, QCoreApplication::translate("Ssh", "There is no route to %1.").arg(place),
                QCoreApplication::translate("Ssh", "Check that the node is on, the network or VPN between, and firewalls that reject.")};
    case ETIMEDOUT:
        return {ErrorKind::Unreachable, QCoreApplication::translate("Ssh", "%1 did not answer in time.").arg(place),
                QCoreApplication::translate("Ssh", "Check that the node is on and that no firewall drops connections to this port.")};
    default:
        return {ErrorKind::Unreachable,
                QCoreApplication::translate("Ssh", "Connecting to %1 failed: %2.").arg(place, qt_error_string(code)),
                QCoreApplication::translate("Ssh", "Check the network between this computer and the node.")};
    }
}

void setLimits(int descriptor)
{
    const auto set = [descriptor](int level, int name, int value) { setsockopt(descriptor, level, name, &value, sizeof value); };
    set(IPPROTO_TCP, TCP_NODELAY, 1);
    set(SOL_SOCKET, SO_KEEPALIVE, 1);
#ifdef TCP_USER_TIMEOUT
    set(IPPROTO_TCP, TCP_KEEPIDLE, 15);
    set(IPPROTO_TCP, TCP_KEEPINTVL, 5);
    set(IPPROTO_TCP, TCP_KEEPCNT, 3);
    set(IPPROTO_TCP, TCP_USER_TIMEOUT, 30000);
#endif
}

/// 0, or the errno; ECANCELED when stopped.
int connectOne(SshSocket &socket, const QByteArray &address, QDeadlineTimer deadline, const StopBell &bell)
{
    const auto *name = reinterpret_cast<const sockaddr *>(address.constData());
    socket = SshSocket(::socket(name->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (socket.descriptor() < 0)
        return errno;
    setLimits(socket.descriptor());
    if (connect(socket.descriptor(), name, socklen_t(address.size())) == 0)
        return 0;
    if (errno != EINPROGRESS)
        return errno;
    const WaitEnd end = waitFor(socket.descriptor(), POLLOUT, deadline, bell);
    if (end != WaitEnd::Ready)
        return end == WaitEnd::Stopped ? ECANCELED : ETIMEDOUT;
    int code = 0;
    socklen_t size = sizeof code;
    getsockopt(socket.descriptor(), SOL_SOCKET, SO_ERROR, &code, &size);
    return code;
}
} // namespace

QString SshEndpoint::address() const
{
    return (host.contains(QLatin1Char(':')) ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2")).arg(host).arg(port);
}

QString SshEndpoint::place() const
{
    return node.isEmpty() ? address() : QStringLiteral("%1 (%2)").arg(node, address());
}

SshSocket::~SshSocket()
{
    if (m_descriptor >= 0)
        close(m_descriptor);
}

SshSocket &SshSocket::operator=(SshSocket &&other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

Error stoppedError(const SshEndpoint &endpoint)
{
    return {ErrorKind::Stopped, QCoreApplication::translate("Ssh", "Stopped while talking to %1.").arg(endpoint.place()),
            QCoreApplication::translate("Ssh", "Start it again when you are ready.")};
}

Result<QList<QByteArray>> resolvedAddresses(const SshEndpoint &endpoint, QDeadlineTimer deadline, const StopBell &bell)
{
    NameQuestion numeric(endpoint, AI_NUMERICHOST);
    if (getaddrinfo(numeric.host.constData(), numeric.service.constData(), &numeric.hints, &numeric.answer) == 0)
        return numeric.addresses();
    return askedName(endpoint, deadline, bell);
}

Result<SshSocket> connectedSocket(const SshEndpoint &endpoint, QDeadlineTimer deadline, const StopBell &bell)
{
    const auto addresses = resolvedAddresses(endpoint, deadline, bell);
    if (!addresses)
        return addresses.error();
    int code = EHOSTUNREACH;
    for (qsizetype i = 0; i < addresses->size(); ++i) {
        // A silent address must leave time for the ones behind it.
        const qint64 share = deadline.isForever() ? 30000 : deadline.remainingTime() / (addresses->size() - i);
        SshSocket socket;
        code = connectOne(socket, addresses->at(i), QDeadlineTimer(share), bell);
        if (code == 0)
            return socket;
        if (code == ECANCELED)
            return stoppedError(endpoint);
    }
    return connectError(endpoint, code);
}
