using System.Runtime.CompilerServices;
using System.Text;
using Waggle.Bpf.Objects;
using Waggle.Linux.KernelTests;
using Waggle.Vm.Hooks;

namespace Waggle.Vm.Tests.Hooks;

/// <summary>The programs of tests/data/c/events.bpf.c, as clang compiles them here and now, in an engine.</summary>
internal sealed class EventPrograms : IDisposable
{
    private static readonly Lazy<byte[]> s_object = new(() => Clang.Compile("events.bpf.c", ThisFolder()));

    private VmObject? _loaded;

    internal VmEngine Engine { get; } = new();

    internal VmObject Loaded => _loaded ??= Engine.Load(ObjectReader.Read(s_object.Value));

    /// <summary>What the program saw last, and how often it ran.</summary>
    internal Seen Last => Loaded.Map<uint, Seen>("seen")[0];

    /// <summary>Attaches the program for a hook's section.</summary>
    internal HookLink Attach(HookPoint hook) => hook.Attach(Loaded.Programs.Values.Single(p => p.Spec.Section == hook.Section));

    public void Dispose()
    {
        _loaded?.Dispose();
        Engine.Dispose();
    }

    private static string ThisFolder([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(thisFile)!; // from which data is as far as from a test file

    /// <summary><c>struct seen</c>.</summary>
#pragma warning disable CS0649 // filled by programs
    internal struct Seen
    {
        public ulong Count;
        public long Number;
        public long Other;
        public ulong Bytes;
        public ulong Text;
        public uint Fields;
        public uint Lost;
        public NameBytes Name;

        public readonly string NameText => Encoding.UTF8.GetString(((ReadOnlySpan<byte>)Name).TrimEnd((byte)0));
    }

    [InlineArray(32)]
    internal struct NameBytes
    {
        private byte _first;
    }
}
