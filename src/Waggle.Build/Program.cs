using Waggle.Build;
using Waggle.Compiler;

// What a build calls. Problems are written as the C# compiler writes them, so that builds and editors show them at their line.
try
{
    if (BuildArguments.Parse(args) is not { } arguments)
    {
        Console.Error.WriteLine(BuildArguments.Usage);
        return 2;
    }

    ObjectFolder.Write(arguments);
    return 0;
}
catch (CompilationException error)
{
    foreach (Diagnostic problem in error.Diagnostics) Console.Error.WriteLine(problem);
    return 1;
}
catch (Exception error) when (error is AssemblyException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"Waggle.Build : error WAG1000: {error.Message}");
    return 1;
}
