#include "app/base/ip_address.h"

#include <QTest>

#include <rapidcheck.h>

Q_DECLARE_METATYPE(AddressScope)

class IpAddressTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void scopes_data();
    void scopes();
    void refused_data();
    void refused();
    void spellingsOfOneAddress_data();
    void spellingsOfOneAddress();
    void anyTextIsSafe();
};

void IpAddressTest::scopes_data()
{
    QTest::addColumn<AddressScope>("scope");
    const auto row = [](const char *text, AddressScope scope) { QTest::newRow(text) << scope; };
    row("203.0.113.5", AddressScope::Public);
    row("8.8.8.8", AddressScope::Public);
    row("10.5.0.1", AddressScope::Private);
    row("172.16.0.1", AddressScope::Private);
    row("172.31.255.255", AddressScope::Private);
    row("172.32.0.1", AddressScope::Public);
    row("192.168.0.1", AddressScope::Private);
    row("100.64.0.1", AddressScope::CarrierNat);
    row("100.127.255.1", AddressScope::CarrierNat);
    row("100.128.0.1", AddressScope::Public);
    row("169.254.1.1", AddressScope::LinkLocal);
    row("127.0.0.1", AddressScope::Loopback);
    row("224.0.0.1", AddressScope::Multicast);
    row("0.0.0.0", AddressScope::Unspecified);
    row("255.255.255.255", AddressScope::Unspecified);
    row("2001:db8::1", AddressScope::Public);
    row("fd00::1", AddressScope::Private);
    row("fe80::1", AddressScope::LinkLocal);
    row("::1", AddressScope::Loopback);
    row("::", AddressScope::Unspecified);
    row("ff02::1", AddressScope::Multicast);
    row("::ffff:10.0.0.1", AddressScope::Private);
    row("1:2:3:4:5:6:7:8", AddressScope::Public);
    row("1:2:3:4:5:6:192.0.2.1", AddressScope::Public);
}

void IpAddressTest::scopes()
{
    QFETCH(AddressScope, scope);
    const std::optional<IpAddress> address = parsedAddress(QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY(address.has_value());
    QVERIFY(address->scope() == scope);
}

void IpAddressTest::refused_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"",
                             " ",
                             "10.0.0",
                             "10.0.0.256",
                             "10.0.0.01",
                             "10.0.0.1 ",
                             " 10.0.0.1",
                             "10.0.0.1/24",
                             "10.0.0.-1",
                             "0x0a.0.0.1",
                             "10.0.0.1.1",
                             "1:2:3:4:5:6:7",
                             "1:2:3:4:5:6:7:8:9",
                             "1::2::3",
                             "12345::",
                             "g::1",
                             "fe80::1%eth0",
                             "[::1]",
                             ":",
                             ":::",
                             "1:2:3:4:5:6:7:8::",
                             "10.0.0.1::",
                             "::10.0.0.1:1",
                             "example.io",
                             "10.0.0.1\n",
                             "1:2:3:4::5:6:7:8:9"})
        QTest::newRow(text) << QString::fromLatin1(text);
    QTest::newRow("arabic digits") << QStringLiteral("\u0661\u0660.0.0.1");
}

void IpAddressTest::refused()
{
    QFETCH(QString, text);
    QVERIFY(!parsedAddress(text));
}

void IpAddressTest::spellingsOfOneAddress_data()
{
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("other");
    QTest::newRow("case") << QStringLiteral("FD00::ABCD") << QStringLiteral("fd00::abcd");
    QTest::newRow("gap") << QStringLiteral("fd00:0:0:0:0:0:0:1") << QStringLiteral("fd00::1");
    QTest::newRow("zeros") << QStringLiteral("fd00::0001") << QStringLiteral("fd00::1");
    QTest::newRow("quad") << QStringLiteral("64:ff9b::192.0.2.1") << QStringLiteral("64:ff9b::c000:201");
}

void IpAddressTest::spellingsOfOneAddress()
{
    QFETCH(QString, one);
    QFETCH(QString, other);
    QVERIFY(parsedAddress(one).has_value());
    QVERIFY(parsedAddress(one) == parsedAddress(other));
}

void IpAddressTest::anyTextIsSafe()
{
    const auto texts = rc::gen::container<std::string>(rc::gen::element('0', '1', '9', 'a', 'f', ':', '.', '%', ' ', '\n'));
    QVERIFY(rc::check([texts] {
        const QString text = QString::fromStdString(*texts);
        const std::optional<IpAddress> address = parsedAddress(text);
        // Nothing valid has blanks or is longer than the longest spelling.
        RC_ASSERT(!address || (text.size() <= 45 && !text.contains(u' ') && !text.contains(u'\n')));
    }));
}

QTEST_GUILESS_MAIN(IpAddressTest)
#include "ip_address_test.moc"
