using Waggle.Linux.Inspection;

namespace Waggle.Cli.Inventory;

/// <summary>What a program did in an interval.</summary>
/// <param name="Program">The program, with its totals.</param>
/// <param name="Runs">Times it ran.</param>
/// <param name="RunTimeInNanoseconds">Time that it took, of all CPUs together.</param>
/// <param name="CpuShare">Share of one CPU, from 0; above 1 if it ran on several at once.</param>
internal sealed record ActiveProgram(KernelProgramInfo Program, ulong Runs, ulong RunTimeInNanoseconds, double CpuShare)
{
    /// <summary>Average time of a run.</summary>
    public double AverageInNanoseconds => Runs == 0 ? 0 : (double)RunTimeInNanoseconds / Runs;
}
