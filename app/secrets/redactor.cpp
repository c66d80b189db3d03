#include "app/secrets/redactor.h"

#include "app/secrets/secret_forms.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>

namespace {
const QByteArrayView mask("xxxxx");
constexpr qsizetype shortestWrappedLine = 56; ///< nothing wraps base64 earlier than after 60 digits

std::array<bool, 256> runBytes()
{
    std::array<bool, 256> table{};
    for (const char c : QByteArrayView("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_="))
        table.at(static_cast<unsigned char>(c)) = true;
    return table;
}

const std::array<bool, 256> isRunByte = runBytes();

std::shared_ptr<const PatternTree> treeOf(const QList<Secret> &secrets, const QStringList &keys)
{
    QList<SecretForms> all;
    qsizetype bytes = 0;
    for (const Secret &secret : secrets)
        all.append(formsOf(secret.bytes()));
    for (const SecretForms &forms : all) {
        for (const QByteArray &form : forms.texts + forms.base64)
            bytes += form.size();
    }
    for (const QString &key : keys)
        bytes += 3 * key.size();
    const auto tree = std::make_shared<PatternTree>();
    tree->reserve(bytes);
    for (SecretForms &forms : all) {
        for (const QByteArray &form : std::as_const(forms.texts))
            tree->add(form, PatternTree::Text);
        for (const QByteArray &form : std::as_const(forms.base64))
            tree->add(form, PatternTree::Base64);
        wipe(&forms);
    }
    for (const QString &key : keys)
        tree->add(key.toUtf8(), key.startsWith(QLatin1Char('-')) ? PatternTree::Flag : PatternTree::Name);
    tree->finish();
    return tree;
}
} // namespace

QStringList keysOf(const SecretName &name)
{
    return {QStringLiteral("--") + name, name, shellVariable(name)};
}

Redactor::Redactor()
    : m_tree(std::make_shared<PatternTree>())
{
}

Redactor::Redactor(const QList<Secret> &secrets, const QStringList &keys)
    : m_tree(treeOf(secrets, keys))
{
}

Redactor::~Redactor()
{
    OPENSSL_cleanse(m_text.data(), size_t(m_text.size()));
}

QByteArray Redactor::feed(QByteArrayView bytes)
{
    if (m_tree->isEmpty())
        return bytes.toByteArray();
    qsizetype at = m_text.size();
    append(bytes);
    const char *const text = m_text.constData();
    for (const qsizetype end = m_text.size(); at < end; ++at) {
        const PatternTree::State before = m_state;
        m_state = m_tree->next(before, static_cast<unsigned char>(text[at]));
        if (m_value.isActive())
            stepValue(at);
        if (m_wrapped != 0)
            stepWrapped(at);
        if (m_tree->isHit(m_state))
            stepTree(at);
        if (!isRunByte[static_cast<unsigned char>(text[at])])
            stepOutsideRun(at, before);
    }
    qsizetype open = m_text.size() - m_tree->depth(m_state);
    if (m_wrapped != 0)
        open = std::min(open, startOf(m_text.size(), m_tree->depth(m_wrapped)));
    if (m_quote >= 0)
        open = std::min(open, m_quote);
    return release(open);
}

QByteArray Redactor::flush()
{
    QByteArray rest = release(m_text.size());
    const std::shared_ptr<const PatternTree> tree = m_tree;
    *this = Redactor();
    m_tree = tree;
    return rest;
}

/// Makes room by hand: a buffer that grows by itself leaves its old bytes behind.
void Redactor::append(QByteArrayView bytes)
{
    if (m_text.capacity() < m_text.size() + bytes.size()) {
        QByteArray larger;
        larger.reserve(m_text.size() + bytes.size());
        larger.append(m_text);
        OPENSSL_cleanse(m_text.data(), size_t(m_text.size()));
        m_text.swap(larger);
    }
    m_text.append(bytes);
}

void Redactor::stepTree(qsizetype at)
{
    if (const int length = m_tree->length(m_state))
        hide(at + 1 - length, at + 1);
    const unsigned char ends = m_tree->ends(m_state);
    if ((ends & (PatternTree::Name | PatternTree::Flag)) != 0 && !m_value.isInValue())
        m_value.begin((ends & PatternTree::Flag) != 0, m_opener);
}

void Redactor::stepValue(qsizetype at)
{
    const KeyedValue::Part part = m_value.next(m_text.at(at));
    if (part == KeyedValue::Part::Value)
        hide(m_quote >= 0 ? m_quote : at, at + 1);
    m_quote = part == KeyedValue::Part::Quote ? at : -1;
}

void Redactor::stepOutsideRun(qsizetype at, PatternTree::State before)
{
    const char c = m_text.at(at);
    const bool isLineEnd = c == '\n' || c == '\r';
    if (isLineEnd && !(m_wrapped != 0 && m_leftOut.last().end == at + 1)) {
        const PatternTree::State state = m_wrapped != 0 ? m_wrapped : m_tree->insideBase64(before);
        m_wrapped = at - m_runStart >= shortestWrappedLine ? state : 0;
        if (m_wrapped != 0)
            m_leftOut.append({at, at + 1});
        else
            m_leftOut.clear();
    }
    const bool isIndent = (c == ' ' || c == '\t') && m_opener == '\n' && m_runStart == at;
    m_opener = isLineEnd || isIndent ? '\n' : c;
    m_runStart = at + 1;
}

void Redactor::stepWrapped(qsizetype at)
{
    const char c = m_text.at(at);
    Span &last = m_leftOut.last();
    if (isRunByte[static_cast<unsigned char>(c)]) {
        m_wrapped = m_tree->next(m_wrapped, static_cast<unsigned char>(c));
        if (const int length = m_tree->length(m_wrapped))
            hide(startOf(at + 1, length), at + 1);
        // What began on this line is the first walk's.
        if (m_tree->depth(m_wrapped) <= at + 1 - last.end)
            m_wrapped = 0;
    } else if (QByteArrayView(" \t\r\n").contains(c) && last.end == at) {
        last.end = at + 1;
    } else if (c != '\r' && c != '\n') {
        m_wrapped = 0;
    }
    if (m_wrapped == 0)
        m_leftOut.clear();
}

/// Where the last `length` bytes before `end` begin, not counting what the second walk leaves out.
qsizetype Redactor::startOf(qsizetype end, qsizetype length) const
{
    for (auto span = m_leftOut.crbegin(); span != m_leftOut.crend(); ++span) {
        if (length <= end - span->end)
            break;
        length -= end - span->end;
        end = span->start;
    }
    return end - length;
}

/// Called with growing ends.
void Redactor::hide(qsizetype start, qsizetype end)
{
    while (!m_hidden.isEmpty() && m_hidden.last().end >= start)
        start = std::min(start, m_hidden.takeLast().start);
    m_hidden.append({start, end});
}

QByteArray Redactor::release(qsizetype end)
{
    QByteArray out;
    out.reserve(end + mask.size());
    qsizetype at = 0;
    qsizetype done = 0;
    for (const Span &span : std::as_const(m_hidden)) {
        if (span.start >= end)
            break;
        if (span.start > at) {
            out.append(m_text.constData() + at, span.start - at);
            m_isMaskLast = false;
        }
        if (!m_isMaskLast)
            out.append(mask);
        m_isMaskLast = true;
        at = std::min(span.end, end);
        done += span.end <= end ? 1 : 0;
    }
    if (at < end) {
        out.append(m_text.constData() + at, end - at);
        m_isMaskLast = false;
    }
    m_hidden.remove(0, done);
    for (QList<Span> *spans : {&m_hidden, &m_leftOut}) {
        for (Span &span : *spans)
            span = {std::max<qsizetype>(span.start - end, 0), span.end - end};
    }
    m_leftOut.removeIf([](const Span &span) { return span.end < 0; });
    const qsizetype rest = m_text.size() - end;
    std::copy(m_text.cbegin() + end, m_text.cend(), m_text.begin());
    OPENSSL_cleanse(m_text.data() + rest, size_t(end));
    m_text.truncate(rest);
    m_runStart -= end;
    m_quote = m_quote >= 0 ? m_quote - end : -1;
    return out;
}
