namespace Waggle.Compiler.Output;

/// <summary>Lines of source files, where they are at hand.</summary>
internal sealed class SourceText
{
    private readonly Dictionary<string, string[]> _files = [];

    internal string Line(string file, int line)
    {
        if (!_files.TryGetValue(file, out string[]? lines))
        {
            try
            {
                lines = File.Exists(file) ? File.ReadAllLines(file) : [];
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                lines = []; // text beside the instructions is a help, not a need
            }

            _files[file] = lines;
        }

        return line >= 1 && line <= lines.Length ? lines[line - 1].Trim() : "";
    }
}
