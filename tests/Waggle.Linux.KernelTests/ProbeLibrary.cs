using System.Runtime.InteropServices;

namespace Waggle.Linux.KernelTests;

/// <summary>The library of probes.c, compiled once for a class and loaded into this process.</summary>
public sealed class ProbeLibrary : IDisposable
{
    private readonly Lazy<NativeProgram> _program = new(Compile);
    private nint _handle;

    internal string Path => _program.Value.Path;

    internal nint Export(string name)
    {
        if (_handle == 0) _handle = NativeLibrary.Load(Path);
        return NativeLibrary.GetExport(_handle, name);
    }

    public void Dispose()
    {
        if (_handle != 0) NativeLibrary.Free(_handle);
        if (_program.IsValueCreated) _program.Value.Dispose();
    }

    private static NativeProgram Compile()
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64) Assert.Skip("the library's assembly is for x86-64");
        return NativeProgram.Compile("probes.c", "libprobes.so", ["-shared", "-fPIC", $"-Wl,--version-script={NativeProgram.DataFile("probes.map")}"]);
    }
}
