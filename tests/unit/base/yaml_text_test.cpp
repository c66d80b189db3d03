#include "app/base/yaml_text.h"

#include <QTest>

namespace {
QByteArray nested(int depth)
{
    return QByteArray(depth, '[') + QByteArray(depth, ']');
}

/// Everything that was read, in one line: plain and quoted told apart.
QString shape(const YamlNode &node)
{
    QStringList parts;
    for (const YamlNode &item : node.items)
        parts.append(shape(item));
    for (const YamlEntry &entry : node.entries)
        parts.append(entry.key + u'=' + shape(entry.value));
    if (node.kind == YamlNode::Kind::List)
        return u'[' + parts.join(u' ') + u']';
    if (node.kind == YamlNode::Kind::Map)
        return u'{' + parts.join(u' ') + u'}';
    return node.isNull() ? QStringLiteral("null") : node.isPlain ? node.text : u'<' + node.text + u'>';
}
} // namespace

class YamlTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textIsRead_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("wanted");
        QTest::newRow("nothing") << QByteArray() << QStringLiteral("{}");
        QTest::newRow("comments only") << QByteArray("# a\n\n# b") << QStringLiteral("{}");
        QTest::newRow("map") << QByteArray("a: 1\nb: 'x y'\nc: \"\"\n") << QStringLiteral("{a=1 b=<x y> c=<>}");
        QTest::newRow("missing values") << QByteArray("a:\nb: ~\nc: null\nd: {e}\n") << QStringLiteral("{a=null b=null c=null d={e=null}}");
        QTest::newRow("lists") << QByteArray("a:\n- 1\n- - 2\n  - 3\nb:\n    - x\nc: [y, [z]]\n")
                               << QStringLiteral("{a=[1 [2 3]] b=[x] c=[y [z]]}");
        QTest::newRow("block scalars") << QByteArray("a: |\n  x\n  y\nb: >-\n  x\n  y\n") << QStringLiteral("{a=<x\ny\n> b=<x y>}");
        QTest::newRow("crlf") << QByteArray("a: 1\r\nb:\r\n  - x\r\n") << QStringLiteral("{a=1 b=[x]}");
        QTest::newRow("explicit document") << QByteArray("%YAML 1.1\n---\na: 1\n...\n") << QStringLiteral("{a=1}");
        QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF"
                                                       "a: 1\n")
                                         << QStringLiteral("{a=1}");
        QTest::newRow("characters") << QByteArray("a: gr\xC3\xBCn \xF0\x9F\x8E\x89\n") << QString::fromUtf8("{a=grün 🎉}");
        QTest::newRow("deep enough") << nested(64) << QString::fromLatin1(nested(64));
    }

    void textIsRead()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, wanted);
        const Result<YamlNode> read = readYaml(text);
        QVERIFY2(bool(read), read ? "" : qPrintable(read.error().message));
        QCOMPARE(shape(*read), wanted);
    }

    void textIsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("place");
        QTest::addColumn<QString>("fault");
        QTest::newRow("doubled key") << QByteArray("a: 1\nb:\n  c: 1\n  \"c\": 2\n") << QStringLiteral("line 4, column 3")
                                     << QStringLiteral("`c`");
        QTest::newRow("doubled key in brackets")
            << QByteArray("{a: 1, a: 2}") << QStringLiteral("line 1, column 8") << QStringLiteral("second time");
        QTest::newRow("anchor") << QByteArray("a: &x 1\n") << QStringLiteral("line 1, column 4") << QStringLiteral("anchor");
        QTest::newRow("anchored list") << QByteArray("a: &x [1]\n") << QStringLiteral("line 1, column 4") << QStringLiteral("anchor");
        QTest::newRow("alias") << QByteArray("a: 1\nb: *x\n") << QStringLiteral("line 2, column 4") << QStringLiteral("alias");
        QTest::newRow("alias as key") << QByteArray("*x : 1\n") << QStringLiteral("line 1, column 1") << QStringLiteral("alias");
        QTest::newRow("merge with alias") << QByteArray("<<: *x\n") << QStringLiteral("line 1, column 5") << QStringLiteral("alias");
        QTest::newRow("tag") << QByteArray("a: !!python/object:os.system x\n") << QStringLiteral("line 1, column 4")
                             << QStringLiteral("tag");
        QTest::newRow("local tag") << QByteArray("- !x [1]\n") << QStringLiteral("line 1, column 3") << QStringLiteral("tag");
        QTest::newRow("tag directive") << QByteArray("%TAG ! tag:x,2000:\n---\na: 1\n") << QStringLiteral("line 1, column 1")
                                       << QStringLiteral("tag");
        QTest::newRow("two documents") << QByteArray("a: 1\n---\nb: 2\n") << QStringLiteral("line 2, column 1")
                                       << QStringLiteral("second document");
        QTest::newRow("too deep") << nested(65) << QStringLiteral("line 1, column 65") << QStringLiteral("64");
        QTest::newRow("very deep") << nested(100000) << QStringLiteral("line 1, column 65") << QStringLiteral("64");
        refusedCharacters();
        QTest::newRow("open bracket") << QByteArray("a: [1,\nb: 2\n") << QStringLiteral("line 3, column 1") << QStringLiteral("YAML");
        QTest::newRow("tab") << QByteArray("a:\n\tb: 1\n") << QStringLiteral("line 2, column 1") << QStringLiteral("YAML");
        QTest::newRow("wide characters before") << QByteArray("\"\xC3\xA4\xC3\xB6\": [\xF0\x9F\x8E\x89, *x]\n")
                                                << QStringLiteral("line 1, column 11") << QStringLiteral("alias");
        QTest::newRow("list as key") << QByteArray("[a]: 1\n") << QStringLiteral("line 1, column 1") << QStringLiteral("key");
        QTest::newRow("asked key") << QByteArray("? a\n: 1\n") << QStringLiteral("line 1, column 3") << QStringLiteral("colon");
        QTest::newRow("asked key in brackets") << QByteArray("{? a\n : 1}\n") << QStringLiteral("line 1, column 4")
                                               << QStringLiteral("colon");
        QTest::newRow("long key") << QByteArray(161, 'k') + ": 1\n" << QStringLiteral("line 1, column 1") << QStringLiteral("160");
        QTest::newRow("many values") << '[' + QByteArray("1,").repeated(500001) + ']' << QStringLiteral("line 1, column 1000000")
                                     << QStringLiteral("500,000");
    }

    void textIsRefused()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, place);
        QFETCH(QString, fault);
        const Result<YamlNode> read = readYaml(text);
        QVERIFY(!read);
        QCOMPARE(read.error().kind, ErrorKind::Invalid);
        QVERIFY2(read.error().message.startsWith(place + u':'), qPrintable(read.error().message));
        QVERIFY2(read.error().message.contains(fault), qPrintable(read.error().message));
        QVERIFY(!read.error().advice.isEmpty());
    }

    void hugeTextIsRefused()
    {
        const QByteArray comment = "# " + QByteArray(8 * 1024 * 1024 - 3, 'x') + '\n';
        QVERIFY(bool(readYaml(comment)));
        QVERIFY(!readYaml(comment + '\n'));
    }

    void placesAreThoseOfAnEditor()
    {
        const QByteArray text = "# \xC3\xBC\r\n\xC3\xA4: {b: [x,  'y']} # c\r\nlist:\r\n  - 1\r\n  - k: v\r\n\r\n# end\r\n";
        const Result<YamlNode> read = readYaml(text);
        QVERIFY(bool(read));
        const YamlNode *y = &read->find(QString::fromUtf8("ä"))->find(QStringLiteral("b"))->items[1];
        QCOMPARE(text.mid(y->start.offset, y->end.offset - y->start.offset), QByteArray("'y'"));
        QCOMPARE(y->start.line, 2);
        QCOMPARE(y->start.column, 13);
        const YamlNode *list = read->find(QStringLiteral("list"));
        QCOMPARE(text.mid(list->start.offset, list->end.offset - list->start.offset), QByteArray("- 1\r\n  - k: v"));
        QCOMPARE(list->start.line, 4);
        QCOMPARE(text.mid(read->entries[1].keyStart.offset, 5), QByteArray("list:"));
        QCOMPARE(text.mid(read->entries[1].keyEnd.offset, 1), QByteArray(":"));
    }

    void textIsWritten_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("canonical");
        QTest::newRow("indentation") << QByteArray("a:\n- x\n- k:  1\n  l: [ 2,3 ]\nb:\n        c: 'd'\n")
                                     << QByteArray("a:\n  - x\n  - k: 1\n    l: [2, 3]\nb:\n  c: d\n");
        QTest::newRow("quotes where needed")
            << QByteArray(
                   "[\"a\", \"1\", \"true\", \"\", \" a\", \"a: b\", \"a #b\", 'say \"hi\"', \"-\", \"~\", \"a,b\", \"\\n\", \"x\\u2028\"]")
            << QByteArray(
                   "[a, \"1\", \"true\", \"\", \" a\", \"a: b\", \"a #b\", 'say \"hi\"', \"-\", \"~\", \"a,b\", \"\\n\", \"x\\u2028\"]\n");
        QTest::newRow("dates and addresses") << QByteArray("a: '2024-01-02'\nb: 10.5.0.1\nc: \"fe80::1\"\nd: \"::1\"\ne: ~/.ssh/id\n")
                                             << QByteArray("a: \"2024-01-02\"\nb: 10.5.0.1\nc: fe80::1\nd: \"::1\"\ne: ~/.ssh/id\n");
        QTest::newRow("empty") << QByteArray("a: {}\nb: []\nc:\n") << QByteArray("a: {}\nb: []\nc: null\n");
        QTest::newRow("lists in lists") << QByteArray("- - a\n  - b\n-\n  - c\n") << QByteArray("- - a\n  - b\n- - c\n");
        QTest::newRow("keys") << QByteArray("\"a b\": 1\n\"yes\": 2\n\"\": 3\n") << QByteArray("a b: 1\n\"yes\": 2\n\"\": 3\n");
    }

    void textIsWritten()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, canonical);
        const Result<YamlNode> read = readYaml(text);
        QVERIFY(bool(read));
        QCOMPARE(yamlText(*read), canonical);
        const Result<YamlNode> again = readYaml(canonical);
        QVERIFY(bool(again));
        QVERIFY(sameValue(*again, *read));
    }

    void anyWordSurvives_data()
    {
        QTest::addColumn<QString>("word");
        for (const char *word :
             {"",     " ",         "a",    "22",  "0x1f", "1:30",   "1e3",    ".5",     "null", "Null", "~",          "yes",
              "off",  "=",         "<<",   "- a", "-a",   "---",    "...",    "a:",     "a: b", "a :b", "#a",         "a#b",
              "a #b", "'",         "''",   "\"",  "\\",   "\\n",    "a\nb",   "\t",     "a\tb", "\x01", "{",          "}",
              "[a]",  "a, b",      "*a",   "&a",  "!a",   "%a",     "@a",     "`a",     "|",    ">",    "?",          "? a",
              "a?",   "$(reboot)", "`id`", "ü",   "🎉",    "\u2028", "\u202e", "\ufeff", "a ",   " a",   "2024-01-02", "2024-01-02 03:04:05",
              "+",    "-",         ".",    "..",  "_"})
            QTest::addRow("%s", word) << QString::fromUtf8(word);
    }

    void anyWordSurvives()
    {
        QFETCH(QString, word);
        const YamlNode tree =
            YamlNode::map({{QStringLiteral("block"), YamlNode::word(word), {}, {}},
                           {QStringLiteral("flow"), YamlNode::list({word, word}), {}, {}},
                           {QStringLiteral("keys"), YamlNode::map({{word, YamlNode::scalar(QStringLiteral("1")), {}, {}}}, true), {}, {}}});
        const Result<YamlNode> read = readYaml(yamlText(tree));
        QVERIFY2(bool(read), read ? "" : qPrintable(read.error().message));
        QVERIFY(sameValue(*read, tree));
        QCOMPARE(read->entries[0].value.text, word);
        QVERIFY(!read->entries[0].value.isNull());
        QCOMPARE(read->entries[2].value.entries[0].key, word);
    }

    void valuesAreCompared()
    {
        const auto isSame = [](const char *a, const char *b) { return sameValue(*readYaml(a), *readYaml(b)); };
        QVERIFY(isSame("a: 1\nb: [x]\n", "{b: [\"x\"], a: 1}"));
        QVERIFY(isSame("a:\n", "a: ~\n"));
        QVERIFY(!isSame("a: 1\n", "a: '1'\n"));
        QVERIFY(!isSame("a: true\n", "a: 'true'\n"));
        QVERIFY(!isSame("a: ''\n", "a:\n"));
        QVERIFY(!isSame("[a, b]", "[b, a]"));
        QVERIFY(!isSame("{a: 1}", "{a: 1, b: 2}"));
        QVERIFY(!isSame("{a: 1, b: 2}", "{a: 1, c: 2}"));
        QVERIFY(!isSame("[]", "{}"));
    }

private:
    static void refusedCharacters()
    {
        QTest::newRow("not utf-8") << QByteArray("a: 1\nb: \xC3\x28\n") << QStringLiteral("line 2, column 4") << QStringLiteral("UTF-8");
        QTest::newRow("overlong") << QByteArray("\xC0\xAF") << QStringLiteral("line 1, column 1") << QStringLiteral("UTF-8");
        QTest::newRow("surrogate") << QByteArray("a: \xED\xA0\x80") << QStringLiteral("line 1, column 4") << QStringLiteral("UTF-8");
        QTest::newRow("cut character") << QByteArray("a: \xF0\x9F\x8E") << QStringLiteral("line 1, column 4") << QStringLiteral("UTF-8");
        QTest::newRow("utf-16") << QByteArray("\xFF\xFE"
                                              "a\0:\0",
                                              6)
                                << QStringLiteral("line 1, column 1") << QStringLiteral("UTF-8");
        QTest::newRow("control") << QByteArray("a: x\x1b[31m\n") << QStringLiteral("line 1, column 5") << QStringLiteral("cannot be seen");
        QTest::newRow("nul") << QByteArray("a: \0b\n", 6) << QStringLiteral("line 1, column 4") << QStringLiteral("cannot be seen");
        QTest::newRow("old line end") << QByteArray("a: 1\rb: 2\n") << QStringLiteral("line 1, column 5") << QStringLiteral("CRLF");
        QTest::newRow("hidden line end") << QByteArray("a: 1\xE2\x80\xA8"
                                                       "b: 2\n")
                                         << QStringLiteral("line 1, column 5") << QStringLiteral("CRLF");
    }
};

QTEST_GUILESS_MAIN(YamlTextTest)
#include "yaml_text_test.moc"
