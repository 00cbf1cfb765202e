using Waggle.Vm.Execution;

namespace Waggle.Testing.Plain;

/// <summary>A program that is a .NET method, as the engine's helpers see it: they call back and hand over as with any other.</summary>
internal sealed unsafe class PlainCode(ProgramImage image, Entry.Call entry, PlainHost host) : Executable(image)
{
    internal override ulong Run(RunContext run, ulong r1, ulong r2, byte* frame)
    {
        RunContext? outer = host.Enter(run, frame);
        try
        {
            return entry((nint)r1);
        }
        catch (TailCall call)
        {
            return call.Result;
        }
        finally
        {
            host.Leave(outer);
        }
    }

    internal override ulong Call(RunContext run, int function, ulong r1, ulong r2, ulong r3, ulong r4, byte* frame)
    {
        RunContext? outer = host.Enter(run, frame);
        try
        {
            return host.FunctionAt(function)(r1, r2, r3, r4);
        }
        finally
        {
            host.Leave(outer);
        }
    }
}
