using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Waggle.Bpf.Instructions;
using Waggle.Verifier;
using Waggle.Vm.Code;
using Waggle.Vm.Cpus;
using Waggle.Vm.Execution;
using Waggle.Vm.Interpreter;
using Waggle.Vm.Jit;

namespace Waggle.Vm;

/// <summary>eBPF in this process: programs, maps and helpers without a kernel, a privilege, or trust in the program.</summary>
/// <remarks>Thread-safe, apart from disposal.</remarks>
public sealed class VmEngine : IDisposable
{
    private readonly RunContexts _contexts;

    /// <summary>Creates an engine.</summary>
    /// <param name="options">Settings, or null for the usual ones.</param>
    public VmEngine(VmOptions? options = null)
    {
        Options = options ?? new VmOptions();
        Cpus = new VirtualCpus(Options.CpuCount);
        _contexts = new RunContexts(Options.CpuCount);
    }

    /// <summary>The settings.</summary>
    public VmOptions Options { get; }

    internal VirtualCpus Cpus { get; }

    internal RunContexts Contexts => _contexts;

    /// <summary>Loads a program that is given plain memory: r1 points to it, r2 is its length.</summary>
    /// <param name="code">The instructions.</param>
    /// <param name="name">A name, for messages.</param>
    /// <param name="proof">That it is safe, to run it without checks; null to check it as it runs.</param>
    /// <exception cref="VmLoadException">It is no program.</exception>
    /// <exception cref="ArgumentException">The proof is that of another program.</exception>
    public VmProgram Load(ImmutableArray<Instruction> code, string name = "program", Proof? proof = null)
    {
        if (proof is not null && !proof.IsFor(code)) throw new ArgumentException($"The proof is not that of program '{name}'.", nameof(proof));
        return new VmProgram(this, Build(new ProgramImage
        {
            Name = name,
            Code = Read(code, name),
            Context = new ContextShape(0) { IsPacketWritable = true },
            IsTrusted = proof is not null,
        }));
    }

    /// <summary>Frees the engine's memory. No program may be running.</summary>
    public void Dispose()
    {
        _contexts.Dispose();
        Cpus.Dispose();
    }

    private static ProgramCode Read(ImmutableArray<Instruction> code, string name)
    {
        try
        {
            return ProgramCode.Read(code);
        }
        catch (CodeException e)
        {
            throw new VmLoadException(name, e.Slot, e.Reason);
        }
    }

    private Executable Build(ProgramImage image)
    {
        InterpretedProgram interpreter = new(image);
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
