// Removes every known secret, in every spelling, from a stream of bytes, and every value behind a key that is known to carry one.
#pragma once

#include "app/secrets/keyed_value.h"
#include "app/secrets/pattern_tree.h"
#include "app/secrets/secret.h"

#include <QByteArray>
#include <QStringList>

#include <memory>

/// The ways in which a secret's name stands before its value: --redis-password, redis-password, REDIS_PASSWORD.
QStringList keysOf(const SecretName &name);

/// One stream. Make one and copy it for each stream: copies share the patterns. It serves a stream across lost connections too: a secret
/// may be split there. Each secret becomes xxxxx, and so do overlapping ones together. Held back is only what may be the beginning of a
/// secret.
class Redactor
{
public:
    /// Lets everything through.
    Redactor();
    /// `keys` beginning with a dash are flags (--key value, --key=value), others are names (KEY=value, KEY: value).
    explicit Redactor(const QList<Secret> &secrets, const QStringList &keys = {});
    ~Redactor();
    Redactor(const Redactor &) = default;
    Redactor &operator=(const Redactor &) = default;

    /// What can be shown now.
    QByteArray feed(QByteArrayView bytes);
    /// The stream has ended: what was held back. The next feed begins a new stream.
    QByteArray flush();
    /// Something was read and is not given yet.
    bool isHoldingBack() const { return !m_text.isEmpty(); }

private:
    struct Span
    {
        qsizetype start;
        qsizetype end;
    };

    void append(QByteArrayView bytes);
    void stepTree(qsizetype at);
    void stepValue(qsizetype at);
    void stepOutsideRun(qsizetype at, PatternTree::State before);
    void stepWrapped(qsizetype at);
    qsizetype startOf(qsizetype end, qsizetype length) const;
    void hide(qsizetype start, qsizetype end);
    QByteArray release(qsizetype end);

    std::shared_ptr<const PatternTree> m_tree;
    QByteArray m_text;         ///< read and not yet released; all places below count from its beginning
    QList<Span> m_hidden;      ///< in order, apart from each other
    bool m_isMaskLast = false; ///< the last thing released was xxxxx
    PatternTree::State m_state = 0;

    KeyedValue m_value;
    qsizetype m_quote = -1; ///< a quote that may be the value's last byte or inside it

    // A run is what base64 and keys are written with.
    qsizetype m_runStart = 0;
    char m_opener = '\n'; ///< the byte before the run; a line feed for a line's start and for blanks there

    // Base64 is wrapped after 64 or 76 digits: a second walk that leaves out the line ends.
    PatternTree::State m_wrapped = 0; ///< 0: not walking
    QList<Span> m_leftOut;
};
