#include "app/secrets/secret_forms.h"

#include <openssl/crypto.h>

#include <QString>

#include <algorithm>

namespace {
constexpr qsizetype shortest = 6; ///< in characters; shorter ones would hide half of an ordinary output

qsizetype characters(QByteArrayView utf8)
{
    return std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
}

bool isAlphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

void addOnce(QList<QByteArray> *forms, QByteArray form)
{
    if (form.size() >= shortest && !forms->contains(form))
        forms->append(std::move(form));
    else
        OPENSSL_cleanse(form.data(), size_t(form.size()));
}

/// A copy with every byte replaced by what `write` appends for it; at most six bytes each.
template <typename Write>
QByteArray rewritten(QByteArrayView secret, Write write)
{
    QByteArray form;
    form.reserve(6 * secret.size()); // growing would leave pieces behind
    for (const char c : secret)
        write(&form, c);
    return form;
}

void addShellForms(QList<QByteArray> *forms, QByteArrayView secret)
{
    for (const char *quote : {"'\\''", "'\"'\"'"})
        addOnce(forms, rewritten(secret, [quote](QByteArray *form, char c) { c == '\'' ? form->append(quote) : form->append(c); }));
    // Inside double quotes; and with backslashes, as bash's %q and others write it.
    for (const char *special : {"\"\\$`", " \t!\"$&'()*;<>?[\\]^`{|}", " \t!\"$&'()*,;<>?[\\]^`{|}", " \t!\"#$%&'()*+,:;<=>?@[\\]^`{|}~"}) {
        const QByteArrayView escaped(special);
        addOnce(forms, rewritten(secret, [escaped](QByteArray *form, char c) {
                    escaped.contains(c) ? form->append('\\').append(c) : form->append(c);
                }));
    }
    // $'…', in which bash writes what is not printable in its locale.
    for (const bool isAscii : {false, true}) {
        addOnce(forms, rewritten(secret, [isAscii](QByteArray *form, char c) {
                    const QByteArrayView named("\a\b\f\n\r\t\v\\'\x1b"), names("abfnrtv\\'E");
                    const int code = static_cast<unsigned char>(c);
                    if (named.contains(c))
                        form->append('\\').append(names[named.indexOf(c)]);
                    else if (code < 32 || code == 127 || (isAscii && code > 127))
                        form->append('\\').append(char('0' + code / 64)).append(char('0' + code / 8 % 8)).append(char('0' + code % 8));
                    else
                        form->append(c);
                }));
    }
}

void addUrlForms(QList<QByteArray> *forms, QByteArrayView secret)
{
    struct Kind
    {
        const char *kept;
        bool isBlankPlus;
    };
    // RFC 3986, forms, a browser's encodeURIComponent and encodeURI, Python's quote, and everything.
    for (const Kind &kind : {Kind{"-._~", false}, Kind{"-._~", true}, Kind{"-._*", true}, Kind{"-._~!'()*", false},
                             Kind{"-._~!'()*;,/?:@&=+$#", false}, Kind{"-._~/", false}, Kind{"-._~/", true}, Kind{"", false}}) {
        for (const char *digits : {"0123456789ABCDEF", "0123456789abcdef"}) {
            addOnce(forms, rewritten(secret, [&kind, digits](QByteArray *form, char c) {
                        const int code = static_cast<unsigned char>(c);
                        if (isAlphanumeric(c) || QByteArrayView(kind.kept).contains(c))
                            form->append(c);
                        else if (c == ' ' && kind.isBlankPlus)
                            form->append('+');
                        else
                            form->append('%').append(digits[code / 16]).append(digits[code % 16]);
                    }));
        }
    }
}

struct JsonKind
{
    bool isSlashEscaped;
    bool isHtmlSafe; ///< as Go does: <, > and & as numbers
    bool isAscii;
    const char *digits;
};

void appendJson(QByteArray *form, ushort unit, const JsonKind &kind)
{
    const QByteArrayView named("\b\f\n\r\t\"\\"), names("bfnrt\"\\");
    const char c = unit < 128 ? char(unit) : '\0';
    if (c != '\0' && named.contains(c))
        form->append('\\').append(names[named.indexOf(c)]);
    else if (c == '/' && kind.isSlashEscaped)
        form->append("\\/");
    else if (unit < 32 || unit > 127 || (kind.isHtmlSafe && QByteArrayView("<>&").contains(c)))
        form->append("\\u")
            .append(kind.digits[unit >> 12])
            .append(kind.digits[unit >> 8 & 15])
            .append(kind.digits[unit >> 4 & 15])
            .append(kind.digits[unit & 15]);
    else
        form->append(c);
}

void addJsonForms(QList<QByteArray> *forms, QByteArrayView secret)
{
    QString units = QString::fromUtf8(secret);
    for (int choice = 0; choice < 16; ++choice) {
        const JsonKind kind{(choice & 1) != 0, (choice & 2) != 0, (choice & 4) != 0,
                            (choice & 8) != 0 ? "0123456789ABCDEF" : "0123456789abcdef"};
        if (!kind.isAscii) {
            addOnce(forms, rewritten(secret, [&kind](QByteArray *form, char c) {
                        if (static_cast<unsigned char>(c) > 126)
                            form->append(c);
                        else
                            appendJson(form, ushort(c), kind);
                    }));
            continue;
        }
        QByteArray form;
        form.reserve(6 * units.size());
        for (const QChar unit : std::as_const(units))
            appendJson(&form, unit.unicode(), kind);
        addOnce(forms, form);
    }
    OPENSSL_cleanse(units.data(), size_t(units.size()) * sizeof(QChar));
}

/// A secret of several lines is printed indented, numbered and with other line ends: its long lines are secrets too, its frame is not.
void addLines(QList<QByteArray> *forms, QByteArrayView secret)
{
    if (!secret.contains('\n'))
        return;
    addOnce(forms, rewritten(secret, [](QByteArray *form, char c) { c == '\n' ? form->append("\r\n") : form->append(c); }));
    for (QByteArrayView rest = secret; !rest.isEmpty();) {
        const qsizetype end = rest.indexOf('\n');
        const QByteArrayView line = (end < 0 ? rest : rest.first(end)).trimmed();
        rest = end < 0 ? QByteArrayView() : rest.sliced(end + 1);
        if (line.size() >= 16 && !line.startsWith("-----"))
            addOnce(forms, line.toByteArray());
    }
}

/// Base64 of a longer text with the secret `before` bytes (0, 1, 2) behind a multiple of three: the digits that depend on the secret alone.
QByteArray insideBase64(QByteArrayView secret, int before, QByteArray::Base64Options options)
{
    QByteArray text;
    text.reserve(secret.size() + 2);
    text.append(before, '\0').append(secret);
    QByteArray digits = text.toBase64(options | QByteArray::OmitTrailingEquals);
    const qsizetype first = (8 * before + 5) / 6;
    const qsizetype end = 8 * text.size() / 6;
    QByteArray form = digits.sliced(first, end - first);
    OPENSSL_cleanse(text.data(), size_t(text.size()));
    OPENSSL_cleanse(digits.data(), size_t(digits.size()));
    return form;
}
} // namespace

SecretForms formsOf(QByteArrayView secret)
{
    SecretForms forms;
    const QByteArrayView trimmed = secret.trimmed();
    const QByteArrayView value = characters(trimmed) >= shortest ? trimmed : secret;
    if (characters(value) < shortest)
        return forms;
    addOnce(&forms.texts, value.toByteArray());
    addShellForms(&forms.texts, value);
    addUrlForms(&forms.texts, value);
    addJsonForms(&forms.texts, value);
    addLines(&forms.texts, value);
    for (const QByteArray::Base64Options options : {QByteArray::Base64Encoding, QByteArray::Base64UrlEncoding}) {
        for (const QByteArrayView whole : {value, secret}) {
            const QByteArray plain = QByteArray::fromRawData(whole.data(), whole.size());
            addOnce(&forms.base64, plain.toBase64(options));
            addOnce(&forms.base64, plain.toBase64(options | QByteArray::OmitTrailingEquals));
        }
        for (const int before : {0, 1, 2})
            addOnce(&forms.base64, insideBase64(value, before, options));
    }
    return forms;
}

void wipe(SecretForms *forms)
{
    for (QList<QByteArray> *list : {&forms->texts, &forms->base64}) {
        for (QByteArray &form : *list)
            OPENSSL_cleanse(form.data(), size_t(form.size()));
        list->clear();
    }
}
