#include "app/demo/demo_ssh_channel.h"

#include "app/machine/remote_script.h"

#include <libssh/server.h>

#include <algorithm>

namespace {
constexpr qsizetype largestInput = 160 << 20;
constexpr qsizetype pieceSize = 1 << 16;
constexpr int followMs = 15; ///< a log is looked at so often

DemoChannel *channelOf(void *self)
{
    return static_cast<DemoChannel *>(self);
}
} // namespace

DemoChannel::DemoChannel(ssh_session session, const std::shared_ptr<DemoHost> &host)
    : m_session(session)
    , m_channel(ssh_channel_new(session))
    , m_host(host)
{
    m_callbacks.userdata = this;
    m_callbacks.channel_exec_request_function = execRequested;
    m_callbacks.channel_data_function = dataCame;
    m_callbacks.channel_eof_function = inputEnded;
    m_callbacks.channel_close_function = closed;
    ssh_callbacks_init(&m_callbacks);
    ssh_set_channel_callbacks(m_channel, &m_callbacks);
}

DemoChannel::~DemoChannel()
{
    // The library may keep the channel until the client has closed its side.
    ssh_remove_channel_callbacks(m_channel, &m_callbacks);
    ssh_channel_free(m_channel);
}

int DemoChannel::execRequested(ssh_session, ssh_channel, const char *command, void *self)
{
    channelOf(self)->open(QByteArray(command));
    return SSH_OK;
}

int DemoChannel::dataCame(ssh_session, ssh_channel, void *bytes, uint32_t size, int, void *self)
{
    channelOf(self)->take(QByteArrayView(static_cast<const char *>(bytes), qsizetype(size)));
    return int(size);
}

void DemoChannel::inputEnded(ssh_session, ssh_channel, void *self)
{
    DemoChannel *channel = channelOf(self);
    if (channel->m_stage != Stage::Reading && channel->m_stage != Stage::Framing)
        return;
    channel->m_dueAt = demoNow() + channel->m_host->faults().delayMs;
    channel->m_stage = Stage::Due;
}

void DemoChannel::closed(ssh_session, ssh_channel, void *self)
{
    channelOf(self)->m_stage = Stage::Over;
}

void DemoChannel::open(const QByteArray &exec)
{
    if (m_stage != Stage::Idle)
        return;
    const std::optional<WrappedExec> wrapped = readWrappedExec(exec);
    if (!wrapped) {
        m_answer.status = 127;
        m_pieces.append({true, "This simulated node understands ovdeploy's scripts only.\n"});
        m_stage = Stage::Answering;
        return;
    }
    m_nonce = wrapped->nonce;
    m_pieces.append({false, frameLine(m_nonce, 1000)});
    m_pieces.append({true, frameLine(m_nonce, std::nullopt)});
    m_stage = Stage::Framing;
}

void DemoChannel::take(QByteArrayView bytes)
{
    if ((m_stage != Stage::Framing && m_stage != Stage::Reading) || m_input.size() + bytes.size() > largestInput)
        return;
    m_input.append(bytes);
    while (m_stage == Stage::Framing) {
        const qsizetype end = m_input.indexOf('\n');
        if (end < 0)
            return;
        if (m_input.left(end) == m_nonce)
            m_stage = Stage::Reading;
        m_input.remove(0, end + 1);
    }
}

void DemoChannel::ask()
{
    const qsizetype end = m_input.indexOf('\n');
    m_stage = Stage::Answering;
    if (end < 0 || !m_input.startsWith("#: ")) {
        m_answer.status = 1; // the wrapper's input ended before the frame was opened
        return;
    }
    m_answer = m_host->answer(QString::fromUtf8(m_input.mid(3, end - 3)), m_input.mid(end + 1));
    m_input.clear();
    m_isFollowing = !m_answer.followed.isEmpty();
}

/// Puts the answer's next part into the empty queue.
void DemoChannel::refill()
{
    if (m_answer.flood > 0) {
        static const QByteArray filler = (QByteArray(79, 'x') + '\n').repeated(pieceSize / 80);
        m_pieces.append({false, filler.left(qsizetype(std::min<qint64>(m_answer.flood, filler.size())))});
        m_answer.flood -= m_pieces.last().bytes.size();
        return;
    }
    if (!m_answer.out.isEmpty())
        m_pieces.append({false, std::exchange(m_answer.out, {})});
    if (!m_answer.err.isEmpty())
        m_pieces.append({true, std::exchange(m_answer.err, {})});
    if (!m_isFollowing || !m_pieces.isEmpty())
        return;
    const DemoLogPiece piece = m_host->logFrom(m_answer.followed, m_answer.offset);
    m_answer.offset += piece.bytes.size();
    if (!piece.bytes.isEmpty())
        m_pieces.append({false, piece.bytes});
    if (piece.isLast) {
        m_isFollowing = false;
        m_pieces.append({true, piece.stateLine});
    }
}

bool DemoChannel::isFull() const
{
    // Without this the library would keep everything that the client does not read in memory.
    return (ssh_get_poll_flags(m_session) & SSH_WRITE_PENDING) || ssh_channel_window_size(m_channel) == 0;
}

bool DemoChannel::flush(qint64 &written)
{
    while (!m_pieces.isEmpty() && m_stage != Stage::Over && !isFull()) {
        Piece &piece = m_pieces.first();
        const qint64 cut = m_host->faults().cutAfterBytes;
        qint64 size = std::min<qint64>({piece.bytes.size(), pieceSize, qint64(ssh_channel_window_size(m_channel))});
        if (cut >= 0)
            size = std::clamp<qint64>(cut - written, 0, size);
        const int done = size == 0 ? 0
                         : piece.isError ? ssh_channel_write_stderr(m_channel, piece.bytes.constData(), uint32_t(size))
                                         : ssh_channel_write(m_channel, piece.bytes.constData(), uint32_t(size));
        if (done > 0) {
            written += done;
            piece.bytes.remove(0, done);
        }
        if (m_host->takeCut(written))
            return false;
        if (piece.bytes.isEmpty())
            m_pieces.removeFirst();
        else if (done <= 0)
            break;
    }
    return true;
}

bool DemoChannel::advance(qint64 &written)
{
    if (m_stage == Stage::Due && demoNow() >= m_dueAt)
        ask();
    for (;;) {
        if (!flush(written))
            return false;
        if (m_stage != Stage::Answering || !m_pieces.isEmpty())
            return true;
        refill();
        if (m_pieces.isEmpty())
            break;
    }
    if (!m_isFollowing)
        finish();
    return true;
}

void DemoChannel::finish()
{
    ssh_channel_request_send_exit_status(m_channel, m_answer.status);
    ssh_channel_send_eof(m_channel);
    ssh_channel_close(m_channel);
    m_stage = Stage::Over;
}

int DemoChannel::waitMs() const
{
    if (m_stage == Stage::Due)
        return int(std::max<qint64>(0, m_dueAt - demoNow()));
    return m_stage == Stage::Answering && m_isFollowing ? followMs : -1;
}
