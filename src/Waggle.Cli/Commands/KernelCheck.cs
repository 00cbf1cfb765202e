using System.Diagnostics;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Cli.Sinks;
using Waggle.Linux;
using Waggle.Linux.Errors;
using Waggle.Linux.Programs;
using Waggle.Linux.Verdicts;

namespace Waggle.Cli.Commands;

/// <summary>Loads single programs of an object, attaches nothing, and unloads them again.</summary>
/// <param name="engine">The kernel.</param>
/// <param name="file">Name of the object's file.</param>
/// <param name="obj">The object.</param>
/// <param name="kernelTypes">Types of another kernel, or null.</param>
/// <param name="verbose">Where the kernel's log of each instruction goes; null for nowhere.</param>
internal sealed class KernelCheck(KernelEngine engine, string file, BpfObject obj, Btf? kernelTypes, TextWriter? verbose = null)
{
    public CheckedProgram Run(ProgramSpec program)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            string? log = Load(program, verbose is null ? VerifierLogLevel.Statistics : VerifierLogLevel.Verbose | VerifierLogLevel.Statistics);
            if (log is not null) verbose?.WriteLine(log.TrimEnd('\n'));
            return Describe(program, CheckedProgram.Accepted, log, start);
        }
        catch (VerifierException)
        {
            return Explain(program); // with the steps this time, which cost time and memory of accepted programs
        }
        catch (BpfPermissionException error) when (error.IsForLackOfPrivilege)
        {
            throw; // nothing else could be checked either
        }
        catch (BpfException error)
        {
            return Describe(program, CheckedProgram.Rejected, log: null, start) with { Reason = error.Message };
        }
    }

    private CheckedProgram Explain(ProgramSpec program)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            string? log = Load(program, (verbose is null ? VerifierLogLevel.Brief : VerifierLogLevel.Verbose) | VerifierLogLevel.Statistics);
            return Describe(program, CheckedProgram.Accepted, log, start);
        }
        catch (VerifierException error)
        {
            verbose?.WriteLine(error.Log.TrimEnd('\n'));
            return Describe(program, CheckedProgram.Rejected, error.Log, start) with
            {
                Reason = error.Explanation,
                Rule = error.RuleId,
                Source = error.SourceFile,
                Line = error.SourceLineNumber,
                Instruction = error.InstructionIndex,
                Explanation = error.Message,
            };
        }
        catch (BpfNotSupportedException error) // it read what the kernel lacks
        {
            return Describe(program, CheckedProgram.Rejected, log: null, start) with { Reason = error.Message };
        }
    }

    private string? Load(ProgramSpec program, VerifierLogLevel level)
    {
        LoadOptions options = new() { VerifierLogLevel = level, Select = p => ReferenceEquals(p, program), KernelTypes = kernelTypes };
        using LoadedObject loaded = engine.Load(obj, options);
        return loaded.Programs[program.Name].VerifierLog;
    }

    private CheckedProgram Describe(ProgramSpec program, string verdict, string? log, long start)
    {
        VerifierStatistics? statistics = log is null ? null : VerifierStatistics.TryRead(log);
        return new CheckedProgram(
            file, program.Section, program.Name, verdict, Instructions: statistics?.Instructions, States: statistics?.States,
            Seconds: (statistics?.Time ?? Stopwatch.GetElapsedTime(start)).TotalSeconds);
    }
}
