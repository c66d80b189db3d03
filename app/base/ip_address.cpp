#include "app/base/ip_address.h"

#include <QStringList>

#include <algorithm>

namespace {
/// A number of `digits` at most in `base`, without signs or leading zeros (in base 10); -1 if it is none.
int parsedNumber(const QString &text, int base, qsizetype digits)
{
    if (text.isEmpty() || text.size() > digits || (base == 10 && text.size() > 1 && text[0] == u'0'))
        return -1;
    int number = 0;
    for (const QChar c : text) {
        const int digit = c >= u'0' && c <= u'9'                       ? c.unicode() - u'0'
                          : c.toLower() >= u'a' && c.toLower() <= u'f' ? c.toLower().unicode() - u'a' + 10
                                                                       : 99;
        if (digit >= base)
            return -1;
        number = number * base + digit;
    }
    return number;
}

bool readQuad(const QString &text, quint8 *bytes)
{
    const QStringList parts = text.split(u'.');
    if (parts.size() != 4)
        return false;
    for (int i = 0; i < 4; ++i) {
        const int number = parsedNumber(parts[i], 10, 3);
        if (number < 0 || number > 255)
            return false;
        bytes[i] = quint8(number);
    }
    return true;
}

/// Groups between colons, the last of which may be a dotted quad. False if one is wrong.
bool readGroups(const QString &text, QByteArray *bytes)
{
    if (text.isEmpty())
        return true;
    const QStringList groups = text.split(u':');
    for (qsizetype i = 0; i < groups.size(); ++i) {
        quint8 quad[4];
        if (i + 1 == groups.size() && readQuad(groups[i], quad)) {
            bytes->append(reinterpret_cast<const char *>(quad), 4);
            continue;
        }
        const int number = parsedNumber(groups[i], 16, 4);
        if (number < 0)
            return false;
        bytes->append(char(number >> 8)).append(char(number & 0xff));
    }
    return true;
}

std::optional<IpAddress> parsedV6(const QString &text)
{
    const qsizetype gap = text.indexOf(QLatin1String("::"));
    QByteArray head, tail;
    if (gap < 0 ? !readGroups(text, &head) : !readGroups(text.left(gap), &head) || !readGroups(text.mid(gap + 2), &tail))
        return std::nullopt;
    // A gap stands for one group of zeros at least.
    const qsizetype given = head.size() + tail.size();
    if (gap < 0 ? given != 16 : given > 14)
        return std::nullopt;
    if (gap >= 0 && text.left(gap).contains(u'.'))
        return std::nullopt;
    const QByteArray all = head + QByteArray(16 - given, '\0') + tail;
    IpAddress address;
    std::copy(all.cbegin(), all.cend(), address.bytes.begin());
    return address;
}

AddressScope scopeOfV4(const quint8 *bytes)
{
    const int a = bytes[0], b = bytes[1];
    if (a == 0 || (a == 255 && b == 255 && bytes[2] == 255 && bytes[3] == 255))
        return AddressScope::Unspecified;
    if (a == 127)
        return AddressScope::Loopback;
    if (a >= 224)
        return AddressScope::Multicast;
    if (a == 169 && b == 254)
        return AddressScope::LinkLocal;
    if (a == 100 && (b & 0xc0) == 64)
        return AddressScope::CarrierNat;
    if (a == 10 || (a == 172 && (b & 0xf0) == 16) || (a == 192 && b == 168))
        return AddressScope::Private;
    return AddressScope::Public;
}
} // namespace

AddressScope IpAddress::scope() const
{
    static constexpr quint8 mapped[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (isV4 || std::equal(std::begin(mapped), std::end(mapped), bytes.begin()))
        return scopeOfV4(bytes.data() + 12);
    if (std::all_of(bytes.begin(), bytes.end() - 1, [](quint8 byte) { return byte == 0; }))
        return bytes[15] == 0 ? AddressScope::Unspecified : bytes[15] == 1 ? AddressScope::Loopback : AddressScope::Public;
    if (bytes[0] == 0xff)
        return AddressScope::Multicast;
    if (bytes[0] == 0xfe && (bytes[1] & 0xc0) == 0x80)
        return AddressScope::LinkLocal;
    if ((bytes[0] & 0xfe) == 0xfc)
        return AddressScope::Private;
    return AddressScope::Public;
}

std::optional<IpAddress> parsedAddress(const QString &text)
{
    IpAddress address;
    address.isV4 = true;
    address.bytes[10] = address.bytes[11] = 0xff;
    if (readQuad(text, address.bytes.data() + 12))
        return address;
    return text.contains(u':') ? parsedV6(text) : std::nullopt;
}
