// Many byte patterns looked for at once, byte by byte (Aho-Corasick): time does not grow with their number.
#pragma once

#include <QByteArrayView>
#include <QList>

#include <vector>

class PatternTree
{
public:
    /// What a pattern is; bits, because several may end at one byte.
    enum Kind : unsigned char { Text = 1, Base64 = 2, Name = 4, Flag = 8 };
    using State = int; ///< 0: nothing of any pattern has been seen

    PatternTree() = default;
    ~PatternTree(); ///< overwrites the patterns
    PatternTree(const PatternTree &) = delete;
    PatternTree &operator=(const PatternTree &) = delete;

    /// Makes room, so that adding does not leave pieces of patterns behind. Call it first.
    void reserve(qsizetype bytes) { m_nodes.reserve(size_t(bytes) + 1); }
    void add(QByteArrayView pattern, Kind kind);
    /// After the last add, before the first next.
    void finish();

    State next(State state, unsigned char byte) const
    {
        while (state > m_lastDense) {
            for (int child = m_nodes[size_t(state)].child; child != 0; child = m_nodes[size_t(child)].sibling) {
                if (m_nodes[size_t(child)].byte == byte)
                    return child;
            }
            state = m_nodes[size_t(state)].fallback;
        }
        return m_dense[size_t(state) * 256 + byte];
    }

    bool isEmpty() const { return m_nodes.size() <= 1; }
    bool isHit(State state) const { return m_nodes[size_t(state)].ends != 0; }
    /// How many of the last bytes could be the beginning of a pattern.
    int depth(State state) const { return m_nodes[size_t(state)].depth; }
    /// Length of the longest Text or Base64 pattern that ends here, 0 for none.
    int length(State state) const { return m_nodes[size_t(state)].length; }
    /// Kinds of all patterns that end here.
    unsigned char ends(State state) const { return m_nodes[size_t(state)].ends; }
    /// The longest beginning of a Base64 pattern among the last bytes.
    State insideBase64(State state) const;

private:
    struct Node
    {
        int child = 0;
        int sibling = 0;
        int fallback = 0; ///< the state of the longest shorter beginning
        int depth = 0;
        int length = 0;
        unsigned char byte = 0;
        unsigned char ends = 0;
        bool isBase64 = false;
    };

    int childOf(int node, unsigned char byte) const;
    int ensureChild(int node, unsigned char byte);

    std::vector<Node> m_nodes{Node()};
    // Nearly all bytes of a text are met in the root or one step below it: whole rows there.
    std::vector<int> m_dense;
    int m_lastDense = 0;
};
