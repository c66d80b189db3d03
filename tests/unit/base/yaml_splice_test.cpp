#include "app/base/yaml_text.h"

#include <QRandomGenerator>
#include <QTest>

class YamlSpliceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textIsSpliced_data()
    {
        QTest::addColumn<QByteArray>("old");
        QTest::addColumn<QByteArray>("wanted");
        QTest::addColumn<QByteArray>("result");
        scalarRows();
        mapRows();
        listRows();
        bracketRows();
        kindRows();
    }

    void textIsSpliced()
    {
        QFETCH(QByteArray, old);
        QFETCH(QByteArray, wanted);
        QFETCH(QByteArray, result);
        const Result<YamlNode> value = readYaml(wanted);
        QVERIFY(bool(value));
        const Result<QByteArray> spliced = splicedYaml(old, *value);
        QVERIFY2(bool(spliced), spliced ? "" : qPrintable(spliced.error().message));
        QCOMPARE(*spliced, result);
        const Result<QByteArray> again = splicedYaml(*spliced, *value);
        QVERIFY(bool(again));
        QCOMPARE(*again, *spliced);
    }

    void brokenTextIsNotSpliced()
    {
        const Result<QByteArray> spliced = splicedYaml("a: [", YamlNode::map({}));
        QVERIFY(!spliced);
        QCOMPARE(spliced.error().kind, ErrorKind::Invalid);
    }

    void whatCannotBeWrittenIsRefused()
    {
        const YamlNode twice = YamlNode::map({{QStringLiteral("a"), YamlNode::scalar(QStringLiteral("1")), {}, {}},
                                              {QStringLiteral("a"), YamlNode::scalar(QStringLiteral("2")), {}, {}}});
        QVERIFY(!splicedYaml("b: 1\n", twice));
    }

    void untouchedLinesStay()
    {
        QRandomGenerator random(20240611);
        for (int round = 0; round < 1500; ++round) {
            const Sample sample = randomSample(random);
            const Result<QByteArray> spliced = splicedYaml(sample.text, sample.wanted);
            QVERIFY2(bool(spliced), sample.text.constData());
            qsizetype at = 0;
            for (const QByteArray &line : sample.untouched) {
                const qsizetype found = spliced->indexOf(line, at);
                QVERIFY2(found >= 0, QByteArray("lost: " + line + " of\n" + sample.text + "in\n" + *spliced).constData());
                at = found + line.size();
            }
        }
    }

private:
    struct Sample
    {
        QByteArray text;
        YamlNode wanted = YamlNode::map({});
        QList<QByteArray> untouched; ///< whole lines, in order
    };

    static YamlNode randomValue(QRandomGenerator &random, int depth)
    {
        const int kind = depth > 2 ? 0 : random.bounded(4);
        const QString word = QStringLiteral("w") + QString::number(random.bounded(1000));
        if (kind == 1)
            return YamlNode::list({YamlNode::word(word), randomValue(random, depth + 1)}, random.bounded(2));
        if (kind == 2)
            return YamlNode::map({{word, randomValue(random, depth + 1), {}, {}}, {word + u'x', randomValue(random, depth + 1), {}, {}}},
                                 random.bounded(2));
        return YamlNode::word(random.bounded(8) ? word : QStringLiteral("a: \"b\" #") + word);
    }

    /// A map of entries with comments in front and behind; each may stay, change or go, and new ones come in between.
    static Sample randomSample(QRandomGenerator &random)
    {
        Sample sample;
        const QByteArray end = random.bounded(3) ? "\n" : "\r\n";
        const int count = 1 + random.bounded(6);
        for (int i = 0; i < count; ++i) {
            const QString key = QStringLiteral("key%1").arg(i);
            const YamlNode value = randomValue(random, 0);
            QByteArray lines = yamlText(YamlNode::map({{key, value, {}, {}}}));
            if (!lines.trimmed().contains('\n'))
                lines = lines.trimmed() + "  # behind " + QByteArray::number(i) + '\n';
            const QByteArray comment = "# above " + QByteArray::number(i) + '\n';
            sample.untouched.append(QByteArray(comment).replace("\n", end));
            lines.replace("\n", end);
            sample.text += sample.untouched.constLast() + lines;
            const int fate = random.bounded(4);
            if (fate < 2)
                sample.untouched.append(lines);
            if (fate < 3)
                sample.wanted.entries.append({key, fate < 2 ? value : randomValue(random, 0), {}, {}});
            if (random.bounded(4) == 0)
                sample.wanted.entries.append({QStringLiteral("new%1").arg(i), randomValue(random, 0), {}, {}});
        }
        return keptTogether(sample, random, end);
    }

    /// If nothing stays the map is written anew and comments may go. Some files end without a line end.
    static Sample keptTogether(Sample sample, QRandomGenerator &random, const QByteArray &end)
    {
        sample.text += "stays: yes # here" + end;
        sample.untouched.append("stays: yes # here");
        sample.wanted.entries.append({QStringLiteral("stays"), YamlNode::scalar(QStringLiteral("yes")), {}, {}});
        if (random.bounded(2))
            sample.text.chop(end.size());
        return sample;
    }

    static void scalarRows()
    {
        const auto row = [](const char *name, const char *old, const char *wanted, const char *result) {
            QTest::newRow(name) << QByteArray(old) << QByteArray(wanted) << QByteArray(result);
        };
        row("nothing changes", "a:   1   # odd\n\n\nb: [ 1,2 ]", "{b: [1, 2], a: 1}", "a:   1   # odd\n\n\nb: [ 1,2 ]");
        row("a word", "# top\na: x  # c\nb: y\n# end\n", "{a: z, b: y}", "# top\na: z  # c\nb: y\n# end\n");
        row("double quotes stay", "a: \"x\"\n", "a: z", "a: \"z\"\n");
        row("single quotes stay", "a: 'x'\n", "a: it's", "a: 'it''s'\n");
        row("a number loses quotes", "a: 'x'\n", "a: 5", "a: 5\n");
        row("hostile text", "a: x # c\n", "a: \"b: [#\\n\"", "a: \"b: [#\\n\" # c\n");
        row("over lines", "a: x\n  y\n  z # c\nb: 1\n", "{a: q, b: 1}", "a: q # c\nb: 1\n");
        row("literal", "a: |  # c\n  x\n  y\n\n# d\nb: 1\n", "{a: q, b: 1}", "a: q\n\n# d\nb: 1\n");
        row("missing value", "a: # c\nb: 1\n", "{a: q, b: 1}", "a: q # c\nb: 1\n");
        row("to nothing", "a: x # c\n", "a: ~", "a: ~ # c\n");
        row("crlf", "a: x # c\r\nb: y\r\n", "{a: z, c: [1], b: y}", "a: z # c\r\nc: [1]\r\nb: y\r\n");
        row("no final line end", "a: x\nb: y", "{a: x, b: z}", "a: x\nb: z");
        row("wide characters", "ä: {ö: \"ü\", x: 1} # ß\n", "ä: {ö: \"ü\", x: 2}", "ä: {ö: \"ü\", x: 2} # ß\n");
        row("document marks", "---\na: 1\n...\n", "a: 2", "---\na: 2\n...\n");
    }

    static void mapRows()
    {
        const auto row = [](const char *name, const char *old, const char *wanted, const char *result) {
            QTest::newRow(name) << QByteArray(old) << QByteArray(wanted) << QByteArray(result);
        };
        row("new key in the middle", "a: 1 # one\n# two\nc: 3\n", "{a: 1, b: 2, c: 3}", "a: 1 # one\nb: 2\n# two\nc: 3\n");
        row("new key first", "# top\nb: 2\n", "{a: 1, b: 2}", "# top\na: 1\nb: 2\n");
        row("new key last, no line end", "a: 1", "{a: 1, b: [2]}", "a: 1\nb: [2]");
        row("new key before end comment", "a: 1\n# end\n", "{a: 1, b: 2}", "a: 1\nb: 2\n# end\n");
        row("new block", "a: 1\n", "a: 1\nb:\n  - c: 2\n    d: 3\n", "a: 1\nb:\n  - c: 2\n    d: 3\n");
        row("key goes with its line", "a: 1\n# about b\nb: 2 # two\nc: 3\n", "{a: 1, c: 3}", "a: 1\n# about b\nc: 3\n");
        row("block goes", "a: 1\nb:\n  - x\n  - y: 1\n    z: 2 # c\n\nc: 3\n", "{a: 1, c: 3}", "a: 1\n\nc: 3\n");
        row("nested four blanks", "a:\n    b: 1\n    c: 2\n", "a: {b: 1, d: 9, c: 3}", "a:\n    b: 1\n    d: 9\n    c: 3\n");
        row("first key of an item goes", "- a: 1\n  b: 2 # c\n", "[{b: 2}]", "- b: 2 # c\n");
        row("new first key of an item", "- b: 2 # c\n", "[{a: 1, b: 2}]", "- a: 1\n  b: 2 # c\n");
        row("from nothing", "", "{a: 1}", "{a: 1}\n");
        row("from comments", "# top", "a: 1\nb: 2\n", "# top\na: 1\nb: 2\n");
        row("behind a literal", "a: |\n  x\n", "a: \"x\\n\"\nb: 1\n", "a: |\n  x\nb: 1\n");
        row("behind a literal without line end", "a: |\n  x", "a: \"x\"\nb: 1\n", "a: \"x\"\nb: 1");
        row("all values go", "a:\n  b: 1 # c\nd: 2\n", "{a: {}, d: 2}", "a: {} # c\nd: 2\n");
    }

    static void listRows()
    {
        const auto row = [](const char *name, const char *old, const char *wanted, const char *result) {
            QTest::newRow(name) << QByteArray(old) << QByteArray(wanted) << QByteArray(result);
        };
        row("new item, not indented", "a:\n- x # c\n- y\nb: 1\n", "{a: [x, y, z], b: 1}", "a:\n- x # c\n- y\n- z\nb: 1\n");
        row("new item, indented", "a:\n    - x # c\n", "{a: [w, x]}", "a:\n    - w\n    - x # c\n");
        row("item goes", "- x # c\n# about y\n- y # d\n- z\n", "[x, z]", "- x # c\n# about y\n- z\n");
        row("first item of a list in a list goes", "- - a # c\n  - b\n", "[[b]]", "- - b\n");
        row("changed word stays in place", "- x # c\n- y # d\n", "[x, z]", "- x # c\n- z # d\n");
        row("named items", "n:\n  # one\n  - {name: a, v: 1}  # first\n  - name: b # second\n    v: 2\n",
            "n: [{name: a, v: 1}, {name: c}, {name: b, v: 3}]",
            "n:\n  # one\n  - {name: a, v: 1}  # first\n  - {name: c}\n  - name: b # second\n    v: 3\n");
        row("renamed", "- {name: a, v: 1} # c\n- {name: b}\n", "[{name: x, v: 1}, {name: b}]", "- {name: x, v: 1} # c\n- {name: b}\n");
        row("moved with its comments", "# top\nl:\n  - a # 1\n  # about b\n  - b # 2\n  - c\nm: 1\n", "{l: [b, a, c], m: 1}",
            "# top\nl:\n  # about b\n  - b # 2\n  - a # 1\n  - c\nm: 1\n");
        row("moved, crlf, no final line end", "- a # 1\r\n- b", "[b, a]", "- b\r\n- a # 1\r\n");
        row("moved and changed", "- name: a # 1\n  v: 1\n- name: b\n  v: 2 # x\n", "[{name: b, v: 3}, {name: a, v: 1}]",
            "- name: b\n  v: 3 # x\n- name: a # 1\n  v: 1\n");
        row("equal items", "- a # 1\n- a # 2\n- b\n", "[a, b]", "- a # 1\n- b\n");
        row("emptied", "a:\n  - x # c\nb: 1\n", "{a: [], b: 1}", "a: [] # c\nb: 1\n");
        row("filled", "a: [] # none\nb: 1\n", "a:\n  - x\n  - y\nb: 1\n", "a:\n  - x\n  - y # none\nb: 1\n");
    }

    static void bracketRows()
    {
        const auto row = [](const char *name, const char *old, const char *wanted, const char *result) {
            QTest::newRow(name) << QByteArray(old) << QByteArray(wanted) << QByteArray(result);
        };
        row("value", "a: {b: 1,  c: [x, 'y']} # c\n", "a: {b: 1, c: [x, z]}", "a: {b: 1,  c: [x, 'z']} # c\n");
        row("new ones", "a: {b: 1, d: 4}\n", "a: {a: 0, b: 1, c: 3, d: 4, e: 5}", "a: {a: 0, b: 1, c: 3, d: 4, e: 5}\n");
        row("first goes", "a: [x,  y, z]\n", "a: [y, z]", "a: [y, z]\n");
        row("middle goes", "a: {b: 1, c: 2, d: 3}\n", "a: {b: 1, d: 3}", "a: {b: 1, d: 3}\n");
        row("last goes", "a: {b: 1, c: 2, d: 3}\n", "a: {b: 1}", "a: {b: 1}\n");
        row("last changes its key", "a: {b: 1, c: 2}\n", "a: {b: 1, d: 2}", "a: {b: 1, d: 2}\n");
        row("on lines", "a: {\n  b: 1, # one\n  c: 2, # two\n  d: 3  # three\n}\n", "a: {b: 1, x: 0, d: 4}",
            "a: {\n  b: 1, # one\n  x: 0,\n  d: 4  # three\n}\n");
        row("last line goes", "a: [\n  b, # one\n  c # two\n  ]\n", "a: [b]", "a: [\n  b, # one\n  ]\n");
        row("new last line", "a: [\n  b, # one\n  c # two\n  ]\n", "a: [b, c, d]", "a: [\n  b, # one\n  c, # two\n  d\n  ]\n");
        row("missing value", "a: {b, c: } # x\n", "a: {b: 1, c: 2}", "a: {b: 1, c: 2 } # x\n");
        row("pair without braces", "a: [b: 1, c]\n", "a: [{b: 2}, c]", "a: [{b: 2}, c]\n");
        row("moved", "a: [x, y]\n", "a: [y, x]", "a: [y, x]\n");
        row("json", "{\"a\":1,\"b\":[2,3]}", "{a: 1, b: [2, 4]}", "{\"a\":1,\"b\":[2,4]}");
        row("comment without blank", "a: [x, {b}# c\n]\n", "a: [x, y]", "a: [x, y # c\n]\n");
    }

    static void kindRows()
    {
        const auto row = [](const char *name, const char *old, const char *wanted, const char *result) {
            QTest::newRow(name) << QByteArray(old) << QByteArray(wanted) << QByteArray(result);
        };
        row("word to list", "a: x # c\nb: 1\n", "{a: [x], b: 1}", "a: [x] # c\nb: 1\n");
        row("word to block", "a: x # c\nb: 1\n", "a:\n  - x\nb: 1\n", "a:\n  - x # c\nb: 1\n");
        row("block to word", "a:\n- x\n- y # c\nb: 1\n", "{a: z, b: 1}", "a: z # c\nb: 1\n");
        row("item to block", "- x # c\n- y\n", "- k:\n    - v\n  l: 1\n- y\n", "- k:\n    - v\n  l: 1\n- y\n");
        row("list to map at the top", "# c\n- a\n", "a: 1\nb: 2\n", "# c\na: 1\nb: 2\n");
        row("null at the top", "--- # c\n", "a: 1\nb: 2\n", "--- # c\na: 1\nb: 2\n");
    }
};

QTEST_GUILESS_MAIN(YamlSpliceTest)
#include "yaml_splice_test.moc"
