// One client of a simulated node: key exchange, login and channels, driven from outside without ever blocking.
#pragma once

#include "app/demo/demo_ssh_channel.h"

#include <libssh/server.h>

#include <list>
#include <memory>

/// Who may log in. An empty key or password is never accepted.
struct DemoLogin
{
    QString user;
    Secret password;
    QByteArray publicKey; ///< `ssh-ed25519 AAAA…`
};

class DemoConnection
{
public:
    /// Takes the socket. `login` must outlive the connection.
    DemoConnection(ssh_bind bind, int socket, const DemoLogin &login, const std::shared_ptr<DemoHost> &host);
    ~DemoConnection();
    DemoConnection(const DemoConnection &) = delete;
    DemoConnection &operator=(const DemoConnection &) = delete;

    int socket() const { return m_socket; }
    bool isOver() const { return m_isOver; }
    /// The host says nothing at present: the socket is not to be waited for.
    bool isSilent() const { return m_host->faults().hangs; }
    /// The socket is to be waited for writing too.
    bool wantsWrite() const;
    /// Milliseconds until there is something to do without the client; -1: never.
    int waitMs() const;
    /// Takes what came and sends what can be sent.
    void process(bool isReady);

private:
    static int passwordCame(ssh_session, const char *user, const char *password, void *self);
    static int keyCame(ssh_session, const char *user, struct ssh_key_struct *key, char state, void *self);
    static ssh_channel channelWanted(ssh_session, void *self);
    bool isUser(const char *user) const;
    void cut();
    void reset();

    int m_socket;
    const DemoLogin &m_login;
    std::shared_ptr<DemoHost> m_host;
    ssh_session m_session;
    ssh_event m_event;
    ssh_server_callbacks_struct m_callbacks = {};
    std::list<std::unique_ptr<DemoChannel>> m_channels;
    qint64 m_written = 0;
    qint64 m_cutAt = -1; ///< when it is cut at the latest; -1: it is not to be cut
    int m_epoch;
    bool m_isOver = false;
    bool m_isAdded = false;
    bool m_isShut = false; ///< nothing more is sent, what comes is thrown away
};
