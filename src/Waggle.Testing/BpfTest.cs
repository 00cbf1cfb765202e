using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Readers;
using Waggle.Bpf.Types;
using Waggle.Compiler;
using Waggle.Linux;
using Waggle.Testing.Plain;
using Waggle.Testing.Worlds;
using Waggle.Vm;

namespace Waggle.Testing;

/// <summary>Program classes under test: as plain C# unless it says otherwise, with maps of their own and a world that the test makes up.</summary>
/// <remarks>
/// <para>Each test has its own maps and global variables: static fields of the classes are as they were once a run has ended, and what a run left in them is kept
/// with the test. Runs as plain C# go one after the other in a process, whatever threads they are on.</para>
/// <para>Not thread-safe.</para>
/// </remarks>
/// <example><code>
/// using var test = BpfTest.Of(typeof(Firewall));
/// test.Map&lt;IPv4Address, ulong&gt;("blocked")[new(192, 0, 2, 7)] = 1;
///
/// TestRun run = test.Run("OnPacket", packet);
///
/// Assert.Equal(XdpAction.Drop, run.As&lt;XdpAction&gt;());
/// </code></example>
public sealed partial class BpfTest : IDisposable
{
    private const int PacketRoom = 1 << 16, ContextRoom = 1 << 12;

    private readonly VmEngine? _engine;

    private readonly ImmutableArray<string> _maps;
    private readonly Btf? _types;

    private BpfTest(TestEngine where, VmEngine? engine, TestWorld world, LiveObject obj, BpfObject compiled)
    {
        (Engine, _engine, World, Object) = (where, engine, world, obj);
        (_maps, _types) = ([.. compiled.Maps.Select(m => m.Name)], compiled.Btf);
    }

    /// <summary>Where the programs run.</summary>
    public TestEngine Engine { get; }

    /// <summary>What programs are told of the world. The kernel tells them its own.</summary>
    public TestWorld World { get; }

    /// <summary>The maps and programs.</summary>
    public LiveObject Object { get; }

    /// <summary>Makes classes ready to run as plain C#. They are compiled, too, since that says what their maps are: what does not compile is no program.</summary>
    /// <param name="programClasses">Classes with <c>[BpfProgram]</c>.</param>
    /// <exception cref="CompilationException">The compiler refuses a method; the text says where and why.</exception>
    public static BpfTest Of(params ReadOnlySpan<Type> programClasses) => Of(TestEngine.Plain, programClasses);

    /// <summary>Makes classes ready to run somewhere.</summary>
    /// <param name="engine">Where.</param>
    /// <param name="programClasses">Classes with <c>[BpfProgram]</c>.</param>
    /// <exception cref="CompilationException">The compiler refuses a method; the text says where and why.</exception>
    /// <exception cref="BpfException">The engine refuses a map or program.</exception>
    public static BpfTest Of(TestEngine engine, params ReadOnlySpan<Type> programClasses) => Load(engine, [.. programClasses], static _ => true);

    /// <summary>A map with one value for each key: see <see cref="LiveObject.Map"/>.</summary>
    /// <param name="name">Name of the field, without <c>s_</c>.</param>
    public BpfMap<TKey, TValue> Map<TKey, TValue>(string name) where TKey : unmanaged where TValue : unmanaged => Object.Map<TKey, TValue>(name);

    /// <summary>A map with a value for each key and CPU: see <see cref="LiveObject.PerCpuMap"/>.</summary>
    /// <param name="name">Name of the field, without <c>s_</c>.</param>
    public PerCpuMap<TKey, TValue> PerCpuMap<TKey, TValue>(string name) where TKey : unmanaged where TValue : unmanaged => Object.PerCpuMap<TKey, TValue>(name);

    /// <summary>A global variable. In plain C# it becomes the static field's value when a program runs.</summary>
    /// <param name="name">Name of the field, without <c>s_</c>.</param>
    public GlobalVariable<T> Global<T>(string name) where T : unmanaged => Object.Global<T>(name);

    /// <summary>Takes the records that programs have put into a ring buffer.</summary>
    /// <param name="name">Name of the field, without <c>s_</c>.</param>
    public IReadOnlyList<T> TakeRecords<T>(string name) where T : unmanaged
    {
        List<T> records = [];
        using var reader = new RingReader<T>(Object.FindMap(name));
        reader.Drain((in T record) => records.Add(record));
        return records;
    }

    /// <summary>Runs a program once.</summary>
    /// <param name="program">Name of its method.</param>
    /// <param name="packet">A packet from its Ethernet header on, for programs that take one.</param>
    /// <param name="context">The bytes of the context, for those that take one: fields that user space may not set are 0.</param>
    /// <exception cref="PlainNotSupportedException">In plain C#, the program asks for what there is no such thing of.</exception>
    /// <exception cref="BpfException">The engine does not run programs of this type, or the input does not fit.</exception>
    public TestRun Run(string program, ReadOnlySpan<byte> packet = default, ReadOnlySpan<byte> context = default)
    {
        LiveProgram found = Object.FindProgram(program);
        TestRunNeeds needs = TestRunNeeds.Of(found.Spec.Type);
        byte[] packetOut = needs.HasPacket ? new byte[PacketRoom] : [];
        byte[] contextOut = needs.HasContextOut ? new byte[Math.Max(context.Length, ContextRoom)] : [];
        ProgramRunResult result = found.Run(new ProgramRun { Packet = packet, Context = context, PacketOut = packetOut, ContextOut = contextOut });
        var run = new TestRun(
            result.ReturnValue, packetOut[..Math.Min(result.PacketLength, packetOut.Length)], contextOut[..Math.Min(result.ContextLength, contextOut.Length)]);
        OnRun(found.Spec, run);
        return run;
    }

    /// <summary>Runs a program once that takes its context by reference.</summary>
    /// <param name="program">Name of its method.</param>
    /// <param name="context">The context.</param>
    /// <param name="packet">A packet from its Ethernet header on, for programs that take one.</param>
    /// <inheritdoc cref="Run(string, ReadOnlySpan{byte}, ReadOnlySpan{byte})" path="/exception"/>
    public TestRun Run<TContext>(string program, in TContext context, ReadOnlySpan<byte> packet = default) where TContext : unmanaged =>
        Run(program, packet, MemoryMarshal.AsBytes(new ReadOnlySpan<TContext>(in context)));

    /// <summary>Runs a program once that takes arguments: a raw or typed tracepoint, say.</summary>
    /// <param name="program">Name of its method.</param>
    /// <param name="arguments">The arguments, 64 bits each: numbers, and addresses such as <see cref="TestWorld.PutKernel{T}"/> gives.</param>
    /// <inheritdoc cref="Run(string, ReadOnlySpan{byte}, ReadOnlySpan{byte})" path="/exception"/>
    public TestRun RunWith(string program, params ReadOnlySpan<ulong> arguments) => Run(program, default, MemoryMarshal.AsBytes(arguments));

    /// <summary>Runs a program once: <c>test.Run(Firewall.OnPacket, packet)</c>.</summary>
    /// <param name="program">The program's method, if the test may name it.</param>
    /// <param name="packet">A packet from its Ethernet header on, for programs that take one.</param>
    /// <param name="context">The bytes of the context, for those that take one.</param>
    /// <inheritdoc cref="Run(string, ReadOnlySpan{byte}, ReadOnlySpan{byte})" path="/exception"/>
    public TestRun Run(Delegate program, ReadOnlySpan<byte> packet = default, ReadOnlySpan<byte> context = default)
    {
        ArgumentNullException.ThrowIfNull(program);
        return Run(program.Method.Name, packet, context);
    }

    /// <summary>Calls the timers that are due by <see cref="TestWorld.Now"/>. Not in the kernel, where they come by themselves.</summary>
    /// <returns>How many were called.</returns>
    /// <exception cref="InvalidOperationException">The programs run in the kernel.</exception>
    /// <exception cref="VmFaultException">In the embedded engine, a timer's function broke a rule.</exception>
    public int RunDueTimers()
    {
        if (_engine is null) throw new InvalidOperationException("Timers of the kernel come by the kernel's clock.");
        World.CallbackFault = null;
        int count = Object is PlainObject plain ? plain.RunDueTimers() : _engine.RunDueTimers();
        return World.CallbackFault is { } fault ? throw new VmFaultException(fault) : count;
    }

    /// <summary>Puts a program where tail calls through an array go to.</summary>
    /// <param name="array">Name of the array's field, without <c>s_</c>.</param>
    /// <param name="index">Place in the array.</param>
    /// <param name="program">Name of the program's method.</param>
    public void SetTailCall(string array, uint index, string program)
    {
        OnUse(program);
        new ProgramArrayMap(Object.FindMap(array)).Set(index, Object.FindProgram(program));
    }

    /// <summary>Frees maps and programs, and what was put into memory.</summary>
    public void Dispose()
    {
        Object.Dispose();
        _engine?.Dispose();
        World.Dispose();
    }

    private static BpfTest Load(TestEngine where, ImmutableArray<Type> classes, Func<ProgramSpec, bool> isWanted)
    {
        BpfObject compiled;
        using (new PlainScope()) compiled = BpfCompiler.Compile(classes.AsSpan());
        var world = new TestWorld();
        VmEngine? engine = null;
        try
        {
            if (where == TestEngine.Kernel) return new(where, null, world, KernelEngine.Create().Load(compiled, new LoadOptions { Select = isWanted }), compiled);
            engine = new VmEngine(new VmOptions { Host = world, CpuCount = 1, HasTimerThread = false });
            BpfObject wanted = new()
            {
                Name = compiled.Name,
                License = compiled.License,
                Programs = [.. compiled.Programs.Where(isWanted)],
                Maps = compiled.Maps,
                Externs = compiled.Externs,
                Btf = compiled.Btf,
            };
            return new(where, engine, world, where == TestEngine.Vm ? engine.Load(wanted) : PlainObject.Load(engine, world, wanted, classes), compiled);
        }
        catch
        {
            engine?.Dispose();
            world.Dispose();
            throw;
        }
    }
}
