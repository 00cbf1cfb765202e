using System.Runtime.InteropServices;
using System.Text;
using Waggle.CSharp;
using Waggle.Vm.Execution;

namespace Waggle.Testing.Worlds;

/// <summary>The world as a program under test sees it: clocks that stand still, one task, random numbers in a row, and memory that the test puts there.</summary>
/// <remarks>Programs that run as plain C# and in the embedded engine are told what this says. The kernel tells its own: what depends on it is no
/// matter for a comparison with the kernel. Not thread-safe.</remarks>
public sealed unsafe class TestWorld : VmHost, IDisposable
{
    private readonly List<(ulong Address, int Size, bool IsUserMemory)> _blocks = [];
    private readonly Dictionary<int, Func<HelperCall, ulong>> _answers = [];
    private readonly object _task = new();
    private uint _randomState = 1;

    internal TestWorld()
    {
    }

    /// <summary>Nanoseconds of the monotonic clock, and of the one that counts sleep: what <c>Bpf.Now</c> and <c>Bpf.BootTime</c> say. It moves only when the test
    /// moves it. 1,000,000,000 at first.</summary>
    public ulong Now { get; set; } = 1_000_000_000;

    /// <summary>Process id of the current task. 1000 at first.</summary>
    public int Process { get; set; } = 1000;

    /// <summary>Thread id of the current task. 1001 at first.</summary>
    public int Thread { get; set; } = 1001;

    /// <summary>User id of the current task. 0 at first.</summary>
    public uint User { get; set; }

    /// <summary>Group id of the current task. 0 at first.</summary>
    public uint Group { get; set; }

    /// <summary>Name of the current task: programs see 15 bytes of it. "test" at first.</summary>
    public string Comm { get; set; } = "test";

    /// <summary>Id of the current task's cgroup. 1, the root, at first.</summary>
    public ulong Cgroup { get; set; } = 1;

    /// <summary>What <c>Bpf.AttachCookie</c> says.</summary>
    public ulong Cookie { get; set; }

    /// <summary>What <c>Bpf.ProbedFunction</c> says.</summary>
    public ulong ProbedFunction { get; set; }

    /// <summary>The numbers that <c>Bpf.Random</c> takes next; when there are none, numbers of a fixed sequence follow, the same in each test.</summary>
    public Queue<uint> RandomNumbers { get; } = new();

    /// <summary>What programs have printed by <c>Bpf.Trace</c>, a line each.</summary>
    public List<string> Printed { get; } = [];

    /// <summary>What programs of iterators have written, in plain C#.</summary>
    public List<byte> Output { get; } = [];

    /// <summary>The current task in the kernel; none at first, so that <c>Bpf.CurrentTask</c> can be passed to helpers, and its fields read as zeros. Plain C# only.</summary>
    public KernelPointer<TaskStruct> CurrentTaskStruct { get; set; }

    /// <summary>Says what a helper returns, in place of what it would do. Plain C# only.</summary>
    /// <param name="helper">Its number in <c>enum bpf_func_id</c>.</param>
    /// <param name="answer">Is given the arguments; may write to memory that they point to.</param>
    public void Answer(int helper, Func<HelperCall, ulong> answer) => _answers[helper] = answer;

    /// <summary>Puts a value into the current process's memory, for <c>Bpf.TryReadUser</c> and the like. It stays until the test ends.</summary>
    /// <returns>Its address.</returns>
    public ulong PutUser<T>(in T value) where T : unmanaged => Put(in value, isUserMemory: true);

    /// <summary>Puts a text into the current process's memory, with a zero behind it.</summary>
    /// <returns>Its address.</returns>
    public ulong PutUser(string text) => Put([.. Encoding.UTF8.GetBytes(text), 0], isUserMemory: true);

    /// <summary>Puts a structure into the kernel's memory: what a <see cref="KernelPointer{T}"/> points to. It stays until the test ends.</summary>
    /// <remarks>Other engines read it only where the C# struct has the kernel's own layout.</remarks>
    public KernelPointer<T> PutKernel<T>(in T value) where T : unmanaged => new(Put(in value, isUserMemory: false));

    /// <summary>Frees what was put into memory.</summary>
    public void Dispose()
    {
        foreach ((ulong address, _, _) in _blocks) NativeMemory.Free((void*)address);
        _blocks.Clear();
    }

    /// <inheritdoc/>
    public override ulong ProcessAndThread => (ulong)(uint)Process << 32 | (uint)Thread;

    /// <inheritdoc/>
    public override ulong UserAndGroup => (ulong)Group << 32 | User;

    /// <inheritdoc/>
    public override string TaskName => Comm;

    /// <inheritdoc/>
    public override object CurrentTask => _task;

    /// <inheritdoc/>
    public override ulong CgroupId => Cgroup;

    /// <inheritdoc/>
    public override ulong MonotonicNanoseconds => Now;

    /// <inheritdoc/>
    public override ulong AtomicTimeNanoseconds => Now;

    /// <inheritdoc/>
    public override ulong AttachCookie => Cookie;

    /// <inheritdoc/>
    public override ulong FunctionAddress => ProbedFunction;

    /// <inheritdoc/>
    public override uint NextRandom()
    {
        if (RandomNumbers.TryDequeue(out uint next)) return next;
        // xorshift32 (Marsaglia, 2003)
        _randomState ^= _randomState << 13;
        _randomState ^= _randomState >> 17;
        return _randomState ^= _randomState << 5;
    }

    /// <inheritdoc/>
    public override void Print(ReadOnlySpan<byte> text) => Printed.Add(Encoding.UTF8.GetString(text).TrimEnd('\n'));

    /// <inheritdoc/>
    public override void OnCallbackFault(VmFault fault) => CallbackFault ??= fault;

    /// <inheritdoc/>
    public override bool TryReadMemory(ulong address, bool isUserMemory, Span<byte> target)
    {
        if (!Has(address, target.Length, isUserMemory)) return false;
        new ReadOnlySpan<byte>((void*)address, target.Length).CopyTo(target);
        return true;
    }

    /// <inheritdoc/>
    public override bool TryWriteMemory(ulong address, ReadOnlySpan<byte> source)
    {
        if (!Has(address, source.Length, isUserMemory: true)) return false;
        source.CopyTo(new Span<byte>((void*)address, source.Length));
        return true;
    }

    internal VmFault? CallbackFault { get; set; }

    internal Func<HelperCall, ulong>? AnswerOf(int helper) => _answers.GetValueOrDefault(helper);

    internal bool Has(ulong address, int size, bool isUserMemory)
    {
        foreach ((ulong start, int length, bool isUser) in _blocks)
        {
            if (isUser == isUserMemory && address >= start && address - start <= (ulong)length && (ulong)size <= (ulong)length - (address - start)) return true;
        }

        return false;
    }

    private ulong Put<T>(in T value, bool isUserMemory) where T : unmanaged =>
        Put(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)), isUserMemory);

    private ulong Put(ReadOnlySpan<byte> bytes, bool isUserMemory)
    {
        void* memory = NativeMemory.Alloc((nuint)Math.Max(bytes.Length, 1));
        bytes.CopyTo(new Span<byte>(memory, bytes.Length));
        _blocks.Add(((ulong)memory, bytes.Length, isUserMemory));
        return (ulong)memory;
    }
}
