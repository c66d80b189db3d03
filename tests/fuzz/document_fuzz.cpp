// Reading and saving of hostile documents: the input is a document, a line of @@, and one whose topology is saved into the first.
#include "app/project/project_file.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    const QByteArray input(reinterpret_cast<const char *>(bytes), qsizetype(size));
    const qsizetype cut = input.indexOf("@@\n");
    Result<Project> project = parseProject(cut < 0 ? input : input.left(cut));
    if (!project)
        return 0;
    const Result<QByteArray> unchanged = savedText(*project);
    if (!unchanged || *unchanged != project->text)
        std::abort();
    const Result<Project> canonical = parseProject(projectText(project->topology));
    if (!canonical || !(canonical->topology == project->topology))
        std::abort();
    const Result<Project> wanted = parseProject(cut < 0 ? QByteArray() : input.mid(cut + 3));
    if (!wanted)
        return 0;
    project->topology = wanted->topology;
    const Result<QByteArray> changed = savedText(*project);
    // Tabs between lines are read after some values and not after others: there a change may be refused.
    if (!changed && !project->text.contains('\t'))
        std::abort();
    return 0;
}
