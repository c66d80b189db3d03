// One command on a simulated node: the frame of the wrapper, the script from its stdin, the answer as the client can take it.
#pragma once

#include "app/demo/demo_host.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <libssh/callbacks.h>
#include <libssh/libssh.h>

#include <memory>

class DemoChannel
{
public:
    DemoChannel(ssh_session session, const std::shared_ptr<DemoHost> &host);
    ~DemoChannel();
    DemoChannel(const DemoChannel &) = delete;
    DemoChannel &operator=(const DemoChannel &) = delete;

    ssh_channel handle() const { return m_channel; }
    /// Writes what the client takes now; `written` counts the connection's bytes. False: the connection has to be cut.
    bool advance(qint64 &written);
    bool isOver() const { return m_stage == Stage::Over; }
    /// Milliseconds until there is something to do without the client; -1: never.
    int waitMs() const;

private:
    enum class Stage { Idle, Framing, Reading, Due, Answering, Over };
    struct Piece
    {
        bool isError = false;
        QByteArray bytes;
    };

    static int execRequested(ssh_session, ssh_channel, const char *command, void *self);
    static int dataCame(ssh_session, ssh_channel, void *bytes, uint32_t size, int, void *self);
    static void inputEnded(ssh_session, ssh_channel, void *self);
    static void closed(ssh_session, ssh_channel, void *self);
    void open(const QByteArray &exec);
    void take(QByteArrayView bytes);
    void ask();
    void refill();
    bool flush(qint64 &written);
    bool isFull() const;
    void finish();

    ssh_session m_session;
    ssh_channel m_channel;
    ssh_channel_callbacks_struct m_callbacks = {};
    std::shared_ptr<DemoHost> m_host;
    Stage m_stage = Stage::Idle;
    QByteArray m_nonce, m_input;
    qint64 m_dueAt = 0;
    DemoAnswer m_answer;
    bool m_isFollowing = false;
    QList<Piece> m_pieces;
};
