using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Waggle.Benchmarks.Peers;

/// <summary>libbpf in this process: a small library in C, compiled when it is first called.</summary>
internal static partial class LibbpfPeer
{
    private const string Name = "waggle-libbpf-peer";

    static LibbpfPeer() => NativeLibrary.SetDllImportResolver(typeof(LibbpfPeer).Assembly, static (name, _, _) =>
        name == Name ? NativeLibrary.Load(Compile()) : 0);

    internal static string Version => Marshal.PtrToStringUTF8(VersionText())!;

    /// <summary>A descriptor of its own for a map of ours.</summary>
    internal static int OpenMap(uint id) => (int)Check(MapOpen(id), "bpf_map_get_fd_by_id");

    [LibraryImport(Name, EntryPoint = "peer_map_close")]
    internal static partial void CloseMap(int map);

    internal static double Lookup(int map, uint count, uint keys) => Check(MapLookup(map, count, keys), "bpf_map_lookup_elem");

    internal static double Update(int map, uint count, uint keys) => Check(MapUpdate(map, count, keys), "bpf_map_update_elem");

    internal static double Batch(int map, uint keys, uint batch) => Check(MapBatch(map, keys, batch), "bpf_map_lookup_batch");

    internal static double Load(string path) => Check(LoadObject(path), "bpf_object__load");

    internal static double ReadKernelTypes(string type) => Check(KernelTypes(type), "btf__load_vmlinux_btf");

    [LibraryImport(Name, EntryPoint = "peer_ring_open")]
    internal static partial nint OpenRing(int map);

    /// <summary>Hands the records that are there to libbpf's callback; returns how many there were since the ring was opened.</summary>
    internal static ulong DrainRing(nint ring) => (ulong)Check(RingDrain(ring), "ring_buffer__consume");

    [LibraryImport(Name, EntryPoint = "peer_ring_last")]
    internal static partial ulong LastNumber(nint ring);

    [LibraryImport(Name, EntryPoint = "peer_ring_close")]
    internal static partial void CloseRing(nint ring);

    [LibraryImport(Name, EntryPoint = "peer_version")]
    private static partial nint VersionText();

    [LibraryImport(Name, EntryPoint = "peer_map_open")]
    private static partial int MapOpen(uint id);

    [LibraryImport(Name, EntryPoint = "peer_map_lookup")]
    private static partial long MapLookup(int map, uint count, uint keys);

    [LibraryImport(Name, EntryPoint = "peer_map_update")]
    private static partial long MapUpdate(int map, uint count, uint keys);

    [LibraryImport(Name, EntryPoint = "peer_map_batch")]
    private static partial long MapBatch(int map, uint keys, uint batch);

    [LibraryImport(Name, EntryPoint = "peer_load", StringMarshalling = StringMarshalling.Utf8)]
    private static partial long LoadObject(string path);

    [LibraryImport(Name, EntryPoint = "peer_kernel_types", StringMarshalling = StringMarshalling.Utf8)]
    private static partial long KernelTypes(string type);

    [LibraryImport(Name, EntryPoint = "peer_ring_drain")]
    private static partial long RingDrain(nint ring);

    private static double Check(long result, string operation) => result >= 0
        ? result
        : throw new InvalidOperationException($"{operation}: {new Win32Exception((int)-result).Message}.");

    private static string Compile()
    {
        string output = Path.Combine(AppContext.BaseDirectory, $"lib{Name}.so");
        string source = Path.Combine(AppContext.BaseDirectory, "Peers", "libbpf_peer.c");
        string compiler = new[] { "/usr/bin/cc", "/usr/bin/gcc", "/usr/bin/clang", "/usr/bin/clang-19" }.FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException("The comparison needs a C compiler and libbpf: install gcc and libbpf-dev.");
        using Process process = Process.Start(compiler, ["-O2", "-shared", "-fPIC", source, "-o", output, "-lbpf"]);
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{compiler} failed on {source}: is libbpf-dev installed?");
    }
}
