using System.CommandLine;
using Waggle.Bpf.Engines;
using Waggle.Linux;
using Waggle.Vm;
using Waggle.Vm.Execution;

namespace Waggle.Cli.Engines;

/// <summary>The engines as the command line names them.</summary>
internal static class EngineChoice
{
    public const string Vm = "vm", Interpreter = "interpreter", Kernel = "kernel";

    /// <summary>All of them.</summary>
    public static readonly string[] Names = [Vm, Interpreter, Kernel];

    /// <summary>The option that names one.</summary>
    public static Option<string> Option()
    {
        Option<string> option = new("--engine", "-e")
        {
            Description = "Who runs it: vm compiles it in this process, interpreter runs it there step by step, kernel is the one that runs here.",
            HelpName = string.Join('|', Names),
            DefaultValueFactory = _ => Vm,
        };
        option.AcceptOnlyFromAmong(Names);
        return option;
    }

    /// <summary>Opens one that is not the kernel.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="host">What programs see of the world; null for this process.</param>
    /// <param name="safety">What keeps programs from doing harm.</param>
    public static VmEngine OpenEmbedded(string name, VmHost? host = null, VmSafety safety = VmSafety.Verified) =>
        new(new VmOptions { Execution = name == Interpreter ? VmExecution.Interpreter : VmExecution.Automatic, Host = host ?? VmHost.Default, Safety = safety });

    /// <summary>Opens any. The caller disposes it if it can be disposed.</summary>
    public static IEngine Open(string name, VmHost? host = null, VmSafety safety = VmSafety.Verified) =>
        name == Kernel ? KernelEngine.Create() : OpenEmbedded(name, host, safety);
}
