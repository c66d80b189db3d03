// Reading, writing and splicing of hostile YAML: the input is an old text, a line of @@, and a text with the wanted value.
#include "app/base/yaml_text.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    const QByteArray input(reinterpret_cast<const char *>(bytes), qsizetype(size));
    const qsizetype cut = input.indexOf("@@\n");
    const QByteArray oldText = cut < 0 ? input : input.left(cut);
    const Result<YamlNode> old = readYaml(oldText);
    if (!old)
        return 0;
    const Result<YamlNode> again = readYaml(yamlText(*old));
    if (!again || !sameValue(*again, *old))
        std::abort();
    if (cut < 0)
        return 0;
    const Result<YamlNode> wanted = readYaml(input.mid(cut + 3));
    if (!wanted)
        return 0;
    const Result<QByteArray> spliced = splicedYaml(oldText, *wanted);
    // Tabs between lines are read after some values and not after others: there a change may be refused.
    if (!spliced && !oldText.contains('\t'))
        std::abort();
    return 0;
}
