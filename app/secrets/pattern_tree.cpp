#include "app/secrets/pattern_tree.h"

#include <openssl/crypto.h>

#include <algorithm>

PatternTree::~PatternTree()
{
    OPENSSL_cleanse(m_nodes.data(), m_nodes.size() * sizeof(Node));
}

int PatternTree::childOf(int node, unsigned char byte) const
{
    int child = m_nodes[size_t(node)].child;
    while (child != 0 && m_nodes[size_t(child)].byte != byte)
        child = m_nodes[size_t(child)].sibling;
    return child;
}

int PatternTree::ensureChild(int node, unsigned char byte)
{
    if (const int known = childOf(node, byte))
        return known;
    const int child = int(m_nodes.size());
    Node fresh;
    fresh.byte = byte;
    fresh.depth = m_nodes[size_t(node)].depth + 1;
    fresh.sibling = m_nodes[size_t(node)].child;
    m_nodes.push_back(fresh);
    m_nodes[size_t(node)].child = child;
    return child;
}

void PatternTree::add(QByteArrayView pattern, Kind kind)
{
    if (pattern.isEmpty())
        return;
    int node = 0;
    for (const char c : pattern) {
        node = ensureChild(node, static_cast<unsigned char>(c));
        m_nodes[size_t(node)].isBase64 |= kind == Base64;
    }
    m_nodes[size_t(node)].ends |= kind;
    if (kind == Text || kind == Base64)
        m_nodes[size_t(node)].length = int(pattern.size());
}

void PatternTree::finish()
{
    // Breadth first: a fallback is always shallower than its node. Numbers follow the same order, so that the rows of the first steps are
    // the first ones and walks stay close together in memory.
    std::vector<int> order{0};
    order.reserve(m_nodes.size());
    for (size_t i = 0; i < order.size(); ++i) {
        for (int child = m_nodes[size_t(order[i])].child; child != 0; child = m_nodes[size_t(child)].sibling)
            order.push_back(child);
    }
    std::vector<int> numbers(m_nodes.size());
    for (size_t i = 0; i < order.size(); ++i)
        numbers[size_t(order[i])] = int(i);
    std::vector<Node> sorted;
    sorted.reserve(m_nodes.size());
    for (const int node : order) {
        sorted.push_back(m_nodes[size_t(node)]);
        sorted.back().child = numbers[size_t(sorted.back().child)];
        sorted.back().sibling = numbers[size_t(sorted.back().sibling)];
    }
    m_nodes.swap(sorted);
    OPENSSL_cleanse(sorted.data(), sorted.size() * sizeof(Node));

    m_lastDense = int(std::count_if(m_nodes.cbegin(), m_nodes.cend(), [](const Node &node) { return node.depth == 1; }));
    m_dense.resize((size_t(m_lastDense) + 1) * 256);
    for (size_t row = 0; row <= size_t(m_lastDense); ++row) {
        for (size_t byte = 0; byte < 256; ++byte) {
            const int child = childOf(int(row), static_cast<unsigned char>(byte));
            m_dense[row * 256 + byte] = child != 0 ? child : m_dense[byte];
        }
    }
    for (size_t i = 0; i < m_nodes.size(); ++i) {
        for (int child = m_nodes[i].child; child != 0; child = m_nodes[size_t(child)].sibling) {
            Node &node = m_nodes[size_t(child)];
            node.fallback = i == 0 ? 0 : next(m_nodes[i].fallback, node.byte);
            const Node &shorter = m_nodes[size_t(node.fallback)];
            node.ends |= shorter.ends;
            node.length = std::max(node.length, shorter.length);
        }
    }
}

PatternTree::State PatternTree::insideBase64(State state) const
{
    while (state != 0 && !m_nodes[size_t(state)].isBase64)
        state = m_nodes[size_t(state)].fallback;
    return state;
}
