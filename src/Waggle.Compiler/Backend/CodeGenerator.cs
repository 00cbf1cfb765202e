using Waggle.Compiler.Diagnostics;
using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Backend;

/// <summary>From IR to instructions.</summary>
internal static class CodeGenerator
{
    internal static CompiledFunction Run(Function function, Target target, SourcePosition position, ProblemList problems)
    {
        MachineFunction machine = new Selector(function, target, problems).Run();
        new RegisterAllocator(machine).Run();
        var frame = new FrameLayout(machine, new SlotLifetimes(function));
        if (frame.Size > FrameLayout.Limit)
        {
            IEnumerable<string> largest = frame.Slots.OrderByDescending(s => s.Size).Take(3).Select(s => $"{s.Name} ({s.Size} bytes)");
            problems.Add(Rules.StackSize, position, frame.Size, string.Join(", ", largest));
        }

        return new Emitter(machine, frame, target, problems).Run();
    }
}
