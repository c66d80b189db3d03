#include "app/machine/host_keys.h"

#include <QTest>

namespace {
// ssh-keygen -t ed25519, -t ecdsa; fingerprints as ssh-keygen -lf prints them.
const QString first = QStringLiteral("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAs79ZHjqjvEVOXEygdDbGmn+EmifEandpCQPmMrCK20");
const QString second = QStringLiteral("ecdsa-sha2-nistp256 "
                                      "AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBM8QOIyyTnYOZ1JRlFkBoKmhfwiXGiNCKpMrrEcSvTBXb0qc"
                                      "oaC6Zd6P6bKJ8IqaOjp3aG4eQtw/xRQcr1OO0ss=");
constexpr char firstFingerprint[] = "SHA256:k6bJ+syNPtlz7+ekQ68H9bwdwlusK9SmJqniRSk1NtE";

QStringList linesOf(const QList<HostKey> &keys)
{
    QStringList lines;
    for (const HostKey &key : keys)
        lines.append(key.line);
    return lines;
}
} // namespace

class HostKeysTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linesAreRead()
    {
        const auto key = readHostKey(first + QStringLiteral(" root@master-1"));
        QVERIFY(key);
        QCOMPARE(key->type, QStringLiteral("ssh-ed25519"));
        QCOMPARE(key->line, first);
        QCOMPARE(key->fingerprint, QLatin1String(firstFingerprint));
    }

    void oddLinesAreRefused_data()
    {
        QTest::addColumn<QString>("line");
        QTest::newRow("empty") << QString();
        QTest::newRow("one word") << QStringLiteral("ssh-ed25519");
        QTest::newRow("no base64") << QStringLiteral("ssh-ed25519 !!!!");
        QTest::newRow("short") << QStringLiteral("ssh-ed25519 AAAA");
        QTest::newRow("another type") << QStringLiteral("ssh-rsa ") + first.section(u' ', 1);
        QTest::newRow("length beyond the end") << QStringLiteral("ssh-ed25519 AAAA/wAAAA==");
        QTest::newRow("only the type") << QStringLiteral("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5");
    }

    void oddLinesAreRefused()
    {
        QFETCH(QString, line);
        QVERIFY(!readHostKey(line));
    }

    void keysAreJudged()
    {
        const HostKey key = *readHostKey(first);
        QCOMPARE(judgedHostKey(key, {}), KeyVerdict::Unknown);
        QCOMPARE(judgedHostKey(key, {first}), KeyVerdict::Known);
        QCOMPARE(judgedHostKey(key, {second, first + QStringLiteral(" comment")}), KeyVerdict::Known);
        QCOMPARE(judgedHostKey(key, {second}), KeyVerdict::Changed);
        QCOMPARE(judgedHostKey(key, {QStringLiteral("nonsense")}), KeyVerdict::Changed);
        QCOMPARE(judgedHostKey(key, {first}, {key}), KeyVerdict::Revoked);
        QCOMPARE(judgedHostKey(key, {}, {key}), KeyVerdict::Revoked);
    }

    void knownHostsAreRead_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        QTest::addColumn<QStringList>("keys");
        QTest::addColumn<QStringList>("revoked");
        const auto row = [](const char *name, const QString &text, const char *host, int port, const QStringList &keys,
                            const QStringList &revoked = {}) {
            QTest::newRow(name) << text << QString::fromLatin1(host) << port << keys << revoked;
        };
        row("plain", QStringLiteral("master-1 ") + first + QStringLiteral(" comment\n"), "master-1", 22, {first});
        row("another host", QStringLiteral("master-2 ") + first, "master-1", 22, {});
        row("list", QStringLiteral("a,master-1,10.5.0.1 ") + first, "10.5.0.1", 22, {first});
        row("two keys", QStringLiteral("h ") + first + QStringLiteral("\nh ") + second, "h", 22, {first, second});
        row("port", QStringLiteral("[h]:2222 ") + first, "h", 2222, {first});
        row("port missing in the line", QStringLiteral("h ") + first, "h", 2222, {});
        row("port missing in the question", QStringLiteral("[h]:2222 ") + first, "h", 22, {});
        row("ipv6 with port", QStringLiteral("[fd77::11]:2222 ") + first, "fd77::11", 2222, {first});
        row("upper case", QStringLiteral("Master-1.Example ") + first, "MASTER-1.example", 22, {first});
        row("wildcard", QStringLiteral("*.example ") + first, "a.b.example", 22, {first});
        row("question mark", QStringLiteral("master-? ") + first, "master-1", 22, {first});
        row("question mark needs one", QStringLiteral("master-? ") + first, "master-", 22, {});
        row("negated", QStringLiteral("*.example,!a.example ") + first, "a.example", 22, {});
        row("negated for another", QStringLiteral("!a.example,*.example ") + first, "b.example", 22, {first});
        row("comment", QStringLiteral("# h ") + first, "h", 22, {});
        row("windows line end", QStringLiteral("h ") + first + QStringLiteral("\r\n"), "h", 22, {first});
        row("revoked", QStringLiteral("@revoked * ") + first + QStringLiteral("\nh ") + first, "h", 22, {}, {first});
        row("revoked behind", QStringLiteral("h ") + first + QStringLiteral("\n@revoked h ") + first, "h", 22, {}, {first});
        row("authority", QStringLiteral("@cert-authority * ") + first, "h", 22, {});
        row("unknown marker", QStringLiteral("@new * ") + first, "h", 22, {});
        row("broken line between", QStringLiteral("h ssh-ed25519\nh ssh-ed25519 %%%\nh ") + first, "h", 22, {first});
        // ssh-keygen -H
        row("hashed",
            QStringLiteral("|1|FJJBhC/SWrnabPaVYGacNCVrJZU=|9mkcyosD3gEmSmQ/F/MNku23Bk4= ssh-ed25519 "
                           "AAAAC3NzaC1lZDI1NTE5AAAAIAs79ZHjqjvEVOXEygdDbGmn+EmifEandpCQPmMrCK20"),
            "master-1", 22, {first});
        row("hashed with port",
            QStringLiteral("|1|+cAUL6xAMhGkDaMfUe8AXqHMsP8=|Dh9ZI9NZEBEekWfltpXkZMEMXPQ= ecdsa-sha2-nistp256 "
                           "AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBM8QOIyyTnYOZ1JRlFkBoKmhfwiXGiNCKpMrrEcSvTBXb0qcoaC6Zd6P6bK"
                           "J8IqaOjp3aG4eQtw/xRQcr1OO0ss="),
            "10.5.0.1", 2222, {second});
        row("hashed for another",
            QStringLiteral("|1|FJJBhC/SWrnabPaVYGacNCVrJZU=|9mkcyosD3gEmSmQ/F/MNku23Bk4= ssh-ed25519 "
                           "AAAAC3NzaC1lZDI1NTE5AAAAIAs79ZHjqjvEVOXEygdDbGmn+EmifEandpCQPmMrCK20"),
            "master-2", 22, {});
        row("hash of an unknown kind", QStringLiteral("|2|AAAA|AAAA ") + first, "h", 22, {});
        row("hash torn", QStringLiteral("|1|AAAA ") + first, "h", 22, {});
    }

    void knownHostsAreRead()
    {
        QFETCH(QString, text);
        QFETCH(QString, host);
        QFETCH(int, port);
        QFETCH(QStringList, keys);
        QFETCH(QStringList, revoked);
        const KnownHostKeys found = knownHostKeys(text.toUtf8(), host, port);
        QCOMPARE(linesOf(found.keys), keys);
        QCOMPARE(linesOf(found.revoked), revoked);
    }
};

QTEST_GUILESS_MAIN(HostKeysTest)
#include "host_keys_test.moc"
