// Any bytes in any pieces: no spelling of a secret comes out, and pieces do not matter. The first byte says how the rest is cut.
#include "app/secrets/redactor.h"
#include "app/secrets/secret_forms.h"

#include <algorithm>
#include <cstdlib>

namespace {
const QList<QByteArray> values{"s3cretAAA", "p'u\"o te\\$", "-----BEGIN\nabcdefghijklmnopqrst\n-----END"};

struct Fixture
{
    Redactor redactor;
    QList<QByteArray> forms; ///< that must not come out
};

Fixture makeFixture()
{
    Fixture fixture;
    QList<Secret> secrets;
    for (const QByteArray &value : values) {
        secrets.append(Secret(value));
        const SecretForms forms = formsOf(value);
        for (const QByteArray &form : forms.texts + forms.base64) {
            if (!form.contains('x')) // the mask and what stands beside it may spell those again
                fixture.forms.append(form);
        }
    }
    fixture.redactor = Redactor(secrets, {QStringLiteral("KEY"), QStringLiteral("--key")});
    return fixture;
}

void require(bool holds)
{
    if (!holds)
        std::abort();
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const Fixture fixture = makeFixture();
    if (size < 2)
        return 0;
    const QByteArrayView text(reinterpret_cast<const char *>(data) + 1, qsizetype(size) - 1);
    Redactor whole = fixture.redactor;
    QByteArray atOnce = whole.feed(text);
    atOnce += whole.flush();
    const qsizetype piece = 1 + data[0] % 32;
    Redactor stream = fixture.redactor;
    QByteArray inPieces;
    for (qsizetype at = 0; at < text.size(); at += piece)
        inPieces += stream.feed(text.sliced(at, std::min(piece, text.size() - at)));
    inPieces += stream.flush();
    require(atOnce == inPieces);
    require(atOnce.size() <= text.size() * 6);
    for (const QByteArray &form : fixture.forms)
        require(!atOnce.contains(form));
    return 0;
}
