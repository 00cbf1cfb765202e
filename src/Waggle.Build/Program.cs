using Waggle.Build;
using Waggle.Compiler;

// What a build calls. Problems are written as the C# compiler writes them, so that builds and editors show them at their line.
if (args is not [var assembly, var directory])
{
    Console.Error.WriteLine("usage: dotnet Waggle.Build.dll ASSEMBLY DIRECTORY");
    return 2;
}

try
{
    Directory.CreateDirectory(directory);
    foreach (CompiledClass each in AssemblyCompiler.Compile(assembly, new CompilerOptions()))
    {
        string file = Path.Combine(directory, each.FileName);
        File.WriteAllBytes(file, each.ToBytes());
        Console.WriteLine(file);
    }

    return 0;
}
catch (CompilationException error)
{
    foreach (Diagnostic problem in error.Diagnostics) Console.Error.WriteLine(problem);
    return 1;
}
catch (Exception error) when (error is AssemblyException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"Waggle.Build: error : {error.Message}");
    return 1;
}
