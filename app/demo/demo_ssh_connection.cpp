#include "app/demo/demo_ssh_connection.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace {
constexpr int mostReads = 64; // of one client before the others have their turn
constexpr int cutMs = 1000;   // for what was sent to arrive

DemoConnection *connectionOf(void *self)
{
    return static_cast<DemoConnection *>(self);
}

/// A `type base64` line as a key; null if it is none.
ssh_key keyOf(const QByteArray &line)
{
    const QList<QByteArray> words = line.simplified().split(' ');
    ssh_key key = nullptr;
    if (words.size() >= 2)
        ssh_pki_import_pubkey_base64(words[1].constData(), ssh_key_type_from_name(words[0].constData()), &key);
    return key;
}
} // namespace

DemoConnection::DemoConnection(ssh_bind bind, int socket, const DemoLogin &login, const std::shared_ptr<DemoHost> &host)
    : m_socket(socket)
    , m_login(login)
    , m_host(host)
    , m_session(ssh_new())
    , m_event(ssh_event_new())
    , m_epoch(host->epoch())
{
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    m_callbacks.userdata = this;
    m_callbacks.auth_password_function = passwordCame;
    m_callbacks.auth_pubkey_function = keyCame;
    m_callbacks.channel_open_request_session_function = channelWanted;
    ssh_callbacks_init(&m_callbacks);
    if (ssh_bind_accept_fd(bind, m_session, socket) != SSH_OK) {
        ::close(socket);
        m_isOver = true;
        return;
    }
    ssh_set_server_callbacks(m_session, &m_callbacks);
    ssh_set_auth_methods(m_session, SSH_AUTH_METHOD_PASSWORD | SSH_AUTH_METHOD_PUBLICKEY);
    ssh_set_blocking(m_session, 0);
    m_isOver = ssh_handle_key_exchange(m_session) == SSH_ERROR;
    m_isAdded = !m_isOver && ssh_event_add_session(m_event, m_session) == SSH_OK;
    m_isOver = !m_isAdded;
}

DemoConnection::~DemoConnection()
{
    if (m_isAdded)
        ssh_event_remove_session(m_event, m_session);
    m_channels.clear();
    ssh_event_free(m_event);
    ssh_free(m_session);
}

bool DemoConnection::isUser(const char *user) const
{
    return !m_host->faults().refusesLogin && m_login.user == QLatin1String(user);
}

int DemoConnection::passwordCame(ssh_session, const char *user, const char *password, void *self)
{
    const DemoConnection *connection = connectionOf(self);
    const Secret &wanted = connection->m_login.password;
    const bool isRight = connection->isUser(user) && !wanted.isEmpty() && wanted.bytes() == QByteArrayView(password);
    return isRight ? SSH_AUTH_SUCCESS : SSH_AUTH_DENIED;
}

int DemoConnection::keyCame(ssh_session, const char *user, struct ssh_key_struct *key, char state, void *self)
{
    const DemoConnection *connection = connectionOf(self);
    ssh_key wanted = keyOf(connection->m_login.publicKey);
    const bool isRight = connection->isUser(user) && wanted && ssh_key_cmp(wanted, key, SSH_KEY_CMP_PUBLIC) == 0;
    ssh_key_free(wanted);
    // First the client asks whether this key would do, then it signs.
    return isRight && (state == SSH_PUBLICKEY_STATE_NONE || state == SSH_PUBLICKEY_STATE_VALID) ? SSH_AUTH_SUCCESS : SSH_AUTH_DENIED;
}

ssh_channel DemoConnection::channelWanted(ssh_session session, void *self)
{
    DemoConnection *connection = connectionOf(self);
    connection->m_channels.push_back(std::make_unique<DemoChannel>(session, connection->m_host));
    return connection->m_channels.back()->handle();
}

bool DemoConnection::wantsWrite() const
{
    return ssh_get_poll_flags(m_session) & SSH_WRITE_PENDING;
}

int DemoConnection::waitMs() const
{
    int wait = m_cutAt >= 0 ? 1 : -1;
    for (const std::unique_ptr<DemoChannel> &channel : m_channels) {
        const int own = channel->waitMs();
        if (own >= 0 && (wait < 0 || own < wait))
            wait = own;
    }
    return wait;
}

/// Ends our side and reads on until the client has ended its own: a reset would throw away what the client has not read yet.
void DemoConnection::cut()
{
    if (!m_isShut && !wantsWrite())
        m_isShut = ::shutdown(m_socket, SHUT_WR) == 0;
    char bytes[4096];
    ssize_t size = 1;
    while (m_isShut && size > 0)
        size = ::recv(m_socket, bytes, sizeof bytes, MSG_DONTWAIT);
    const bool isWaiting = size > 0 || (size < 0 && (errno == EAGAIN || errno == EINTR));
    if (!isWaiting)
        m_isOver = true;
    else if (demoNow() >= m_cutAt)
        reset();
}

void DemoConnection::reset()
{
    const linger now{1, 0};
    setsockopt(m_socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    m_isOver = true;
}

void DemoConnection::process(bool isReady)
{
    if (m_epoch != m_host->epoch()) {
        reset();
        return;
    }
    if (isSilent())
        return;
    if (m_isShut) {
        cut();
        return;
    }
    int more = isReady ? SSH_OK : SSH_AGAIN;
    for (int reads = 0; more == SSH_OK && reads < mostReads; ++reads)
        more = ssh_event_dopoll(m_event, 0);
    if (!ssh_is_connected(m_session) || (ssh_get_status(m_session) & (SSH_CLOSED | SSH_CLOSED_ERROR))) {
        m_isOver = true;
        return;
    }
    if (m_cutAt >= 0) {
        cut();
        return;
    }
    for (const std::unique_ptr<DemoChannel> &channel : m_channels) {
        if (!channel->isOver() && !channel->advance(m_written)) {
            m_cutAt = demoNow() + cutMs;
            break;
        }
    }
    m_channels.remove_if([](const std::unique_ptr<DemoChannel> &channel) { return channel->isOver(); });
}
