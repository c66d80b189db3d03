// IPv4 and IPv6 addresses as text: are they valid, and where do they lead.
#pragma once

#include <QByteArray>
#include <QString>

#include <array>
#include <optional>

enum class AddressScope {
    Public,     ///< reachable from the internet as far as the address tells; the documentation ranges count as this
    Private,    ///< 10/8, 172.16/12, 192.168/16, fc00::/7
    CarrierNat, ///< 100.64/10
    LinkLocal,
    Loopback,
    Multicast,
    Unspecified, ///< 0.0.0.0/8, ::, 255.255.255.255
};

/// Sixteen bytes; IPv4 as ::ffff:a.b.c.d.
struct IpAddress
{
    std::array<quint8, 16> bytes{};
    bool isV4 = false;

    AddressScope scope() const;
    bool operator==(const IpAddress &other) const = default;
};

/// Dotted quads without leading zeros, or IPv6 without a zone and without brackets; nothing around it.
std::optional<IpAddress> parsedAddress(const QString &text);
