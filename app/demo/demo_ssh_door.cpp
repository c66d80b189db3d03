#include "app/demo/demo_ssh_door.h"

#include <QCoreApplication>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {
Error failure(const char *text)
{
    return {ErrorKind::Failed, QCoreApplication::translate("Demo", text),
            QCoreApplication::translate("Demo", "Close other programs, or raise the limit of open files (ulimit -n).")};
}
} // namespace

DemoDoor::DemoDoor(const DemoLogin &login, const std::shared_ptr<DemoHost> &host)
    : m_login(login)
    , m_host(host)
    , m_bind(ssh_bind_new())
{
}

DemoDoor::~DemoDoor()
{
    if (m_socket >= 0)
        ::close(m_socket);
    ssh_bind_free(m_bind);
}

Result<std::shared_ptr<DemoDoor>> DemoDoor::opened(const DemoLogin &login, const std::shared_ptr<DemoHost> &host)
{
    const std::shared_ptr<DemoDoor> door(new DemoDoor(login, host));
    if (const Result<void> made = door->makeKey(); !made)
        return made.error();
    if (const Result<void> listening = door->listen(); !listening)
        return listening.error();
    return door;
}

Result<void> DemoDoor::makeKey()
{
    const bool no = false;
    ssh_bind_options_set(m_bind, SSH_BIND_OPTIONS_PROCESS_CONFIG, &no);
    ssh_key key = nullptr;
    char *text = nullptr;
    if (ssh_pki_generate(SSH_KEYTYPE_ED25519, 0, &key) != SSH_OK)
        return failure("A simulated node could not make its host key.");
    if (ssh_pki_export_pubkey_base64(key, &text) == SSH_OK)
        m_hostKey = QByteArray("ssh-ed25519 ") + text;
    ssh_string_free_char(text);
    // The bind owns the key from here on, but only if it took it.
    if (ssh_bind_options_set(m_bind, SSH_BIND_OPTIONS_IMPORT_KEY, key) != SSH_OK) {
        ssh_key_free(key);
        return failure("A simulated node could not use its host key.");
    }
    return {};
}

Result<void> DemoDoor::listen()
{
    m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (m_socket < 0 || ::bind(m_socket, reinterpret_cast<sockaddr *>(&address), size) != 0 || ::listen(m_socket, 128) != 0
        || ::getsockname(m_socket, reinterpret_cast<sockaddr *>(&address), &size) != 0)
        return failure("A simulated node could not open a port on 127.0.0.1.");
    m_port = ntohs(address.sin_port);
    return {};
}

std::unique_ptr<DemoConnection> DemoDoor::accepted() const
{
    const int client = ::accept4(m_socket, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0)
        return nullptr;
    if (!m_host->faults().isOff)
        return std::make_unique<DemoConnection>(m_bind, client, m_login, m_host);
    const linger reset{1, 0};
    setsockopt(client, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    ::close(client);
    return nullptr;
}
