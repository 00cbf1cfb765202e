using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Verifier;
using Waggle.Vm.Cpus;
using Waggle.Vm.Execution;
using Waggle.Vm.Helpers;
using Waggle.Vm.Interpreter;
using Waggle.Vm.Jit;
using Waggle.Vm.Maps;

namespace Waggle.Vm;

/// <summary>eBPF in this process: programs, maps and helpers without a kernel, a privilege, or trust in the program.</summary>
/// <remarks>Thread-safe, apart from disposal.</remarks>
public sealed partial class VmEngine : IEngine, IDisposable
{
    private readonly RunContexts _contexts;
    private readonly CallbackRuns _callbackRuns;

    /// <summary>Creates an engine.</summary>
    /// <param name="options">Settings, or null for the usual ones.</param>
    /// <exception cref="ArgumentException">Two of <see cref="VmOptions.Helpers"/> have one name or number.</exception>
    public VmEngine(VmOptions? options = null)
    {
        Options = options ?? new VmOptions();
        Cpus = new VirtualCpus(Options.CpuCount);
        Callbacks = new CallbackQueue(Options.CpuCount, Options.Host);
        _contexts = new RunContexts(Options.CpuCount, Options.Host, Callbacks);
        _callbackRuns = new CallbackRuns(this);
        Helpers = new ApplicationHelpers(Options.Helpers);
    }

    /// <summary>The settings.</summary>
    public VmOptions Options { get; }

    internal VirtualCpus Cpus { get; }

    internal RunContexts Contexts => _contexts;

    internal ApplicationHelpers Helpers { get; }

    internal CallbackQueue Callbacks { get; }

    /// <summary>Creates the object's maps and loads its programs, to be checked as they run.</summary>
    /// <param name="obj">The object.</param>
    /// <exception cref="BpfException">A map or program can't be had in this engine; the text says what and why.</exception>
    public VmObject Load(BpfObject obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        return new ObjectLoading(this, obj).Run(_ => null);
    }

    LiveObject IEngine.Load(BpfObject obj) => Load(obj);

    /// <summary>Creates the object's maps and loads its programs.</summary>
    /// <param name="obj">The object.</param>
    /// <param name="prove">The proof that a program is safe, to run it without checks; null to check it as it runs.</param>
    internal VmObject Load(BpfObject obj, Func<ProgramSpec, Proof?> prove) => new ObjectLoading(this, obj).Run(prove);

    /// <summary>Loads a program that is given plain memory: r1 points to it, r2 is its length.</summary>
    /// <param name="code">The instructions.</param>
    /// <param name="name">A name, for messages.</param>
    /// <param name="proof">That it is safe, to run it without checks; null to check it as it runs.</param>
    /// <exception cref="VmLoadException">It is no program.</exception>
    /// <exception cref="ArgumentException">The proof is that of another program.</exception>
    public VmProgram Load(ImmutableArray<Instruction> code, string name = "program", Proof? proof = null) =>
        Load(new ProgramSpec { Name = name, Section = "memory", Type = ProgramType.Unspecified, Instructions = code }, FrozenDictionary<string, VmMap>.Empty, proof);

    /// <summary>Loads a program.</summary>
    /// <param name="spec">The program.</param>
    /// <param name="maps">The maps that it refers to.</param>
    /// <param name="proof">That it is safe; null to check it as it runs.</param>
    /// <param name="externs">What its object wants by name; null for a program that wants nothing so.</param>
    /// <param name="missing">What of the kernel's types it wants and did not get.</param>
    internal VmProgram Load(
        ProgramSpec spec, IReadOnlyDictionary<string, VmMap> maps, Proof? proof, ObjectExterns? externs = null, ImmutableArray<CoreFailure> missing = default)
    {
        if (proof is not null && !proof.IsFor(spec.Instructions)) throw new ArgumentException($"The proof is not that of program '{spec.Name}'.", nameof(proof));
        Executable executable = Build(new ProgramLinking(spec, maps, Helpers, externs).Link(missing.IsDefault ? [] : missing, proof is not null, ContextOf(spec)?.Shape));
        foreach (VmMap map in executable.Image.Maps)
        {
            if (map is ProgramArray programs && !programs.TryBind(executable))
                throw new VmLoadException(spec.Name, null, $"{map} holds programs of another type: a tail call stays within one type.");
        }

        return new VmProgram(this, spec, executable);
    }

    /// <summary>Calls the timers and works off the queues (<c>bpf_timer</c>, <c>bpf_wq</c>) that are due now by the clock of <see cref="VmOptions.Host"/>, one
    /// after the other, on this thread. What these set anew waits for the next call.</summary>
    /// <returns>How many were called.</returns>
    /// <remarks>For applications without <see cref="VmOptions.HasTimerThread"/>; together with that thread it does no harm. A callback that
    /// breaks a rule is told to <see cref="VmHost.OnCallbackFault"/>.</remarks>
    public int RunDueTimers() => _callbackRuns.RunDue();

    /// <summary>Disposes the engine's hooks, stops its timers, then frees its memory. No other program may be running.</summary>
    /// <remarks>Hooks may be called meanwhile and afterwards: they answer with their default, or <see cref="ObjectDisposedException"/>.</remarks>
    public void Dispose()
    {
        DisposeHooks();
        _callbackRuns.Dispose();
        _contexts.Dispose();
        Cpus.Dispose();
    }

    private Executable Build(ProgramImage image)
    {
        InterpretedProgram interpreter = new(image, Options.RunsBeforeFusing);
        bool isCompiled = Options.Execution switch
        {
            VmExecution.Interpreter => false,
            VmExecution.Jit when !RuntimeFeature.IsDynamicCodeSupported => throw new PlatformNotSupportedException(
                "This process can't compile at run time (NativeAOT): use VmExecution.Automatic or Interpreter."),
            _ => RuntimeFeature.IsDynamicCodeSupported,
        };
        return isCompiled && RuntimeFeature.IsDynamicCodeSupported ? new CompiledProgram(image, interpreter, new LinkedSources(image)) : interpreter;
    }
}
