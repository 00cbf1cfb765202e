using Waggle.Bpf.Instructions;
using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Backend;

/// <summary>Chooses registers by colouring: Chaitin's and Briggs' algorithm. What finds none lives on the stack.</summary>
/// <remarks>Spilled registers take 8 aligned bytes, so that the verifier still knows what they hold.</remarks>
internal sealed class RegisterAllocator(MachineFunction function)
{
    private const int RoundLimit = 30;

    private static readonly int[] s_order = [1, 2, 3, 4, 5, 0, 6, 7, 8, 9]; // those that calls spare come last

    private readonly HashSet<int> _temporaries = []; // registers that carry a spilled value for one instruction

    internal void Run()
    {
        for (int round = 0; round < RoundLimit; round++)
        {
            var graph = new InterferenceGraph(function);
            graph.Coalesce();
            int[] colors = Color(graph, out List<int> spilled);
            if (spilled.Count == 0)
            {
                Rewrite(graph, colors);
                return;
            }

            Spill(graph, spilled);
        }

        throw new InvalidOperationException("Register allocation did not end.");
    }

    private int[] Color(InterferenceGraph graph, out List<int> spilled)
    {
        var degrees = new Dictionary<int, int>();
        foreach (int register in graph.Seen)
        {
            if (register >= MachineFunction.FirstVirtual) degrees[register] = graph.NeighboursOf(register).Count;
        }

        var stack = new Stack<int>();
        var easy = new Queue<int>();
        foreach ((int register, int degree) in degrees)
        {
            if (degree < InterferenceGraph.PhysicalCount) easy.Enqueue(register);
        }

        while (degrees.Count > 0)
        {
            if (!easy.TryDequeue(out int next)) next = CheapestToSpill(graph, degrees);
            if (!degrees.Remove(next)) continue;
            stack.Push(next);
            foreach (int neighbour in graph.NeighboursOf(next))
            {
                if (!degrees.TryGetValue(neighbour, out int degree)) continue;
                degrees[neighbour] = degree - 1;
                if (degree == InterferenceGraph.PhysicalCount) easy.Enqueue(neighbour);
            }
        }

        return Select(graph, stack, out spilled);
    }

    private int CheapestToSpill(InterferenceGraph graph, Dictionary<int, int> degrees)
    {
        int best = -1;
        double least = double.MaxValue;
        foreach ((int register, int degree) in degrees)
        {
            double cost = _temporaries.Contains(register) ? double.MaxValue / 2 : graph.Cost[register] / degree;
            if (best >= 0 && (cost > least || cost == least && register > best)) continue;
            (best, least) = (register, cost);
        }

        return best;
    }

    private int[] Select(InterferenceGraph graph, Stack<int> stack, out List<int> spilled)
    {
        var colors = new int[function.RegisterCount];
        Array.Fill(colors, -1);
        for (int i = 0; i < InterferenceGraph.PhysicalCount; i++) colors[i] = i;
        var hints = new Dictionary<int, List<int>>();
        foreach ((int first, int second) in graph.Copies)
        {
            int a = graph.Find(first), b = graph.Find(second);
            if (a == b) continue;
            (hints.TryGetValue(a, out List<int>? ofA) ? ofA : hints[a] = []).Add(b);
            (hints.TryGetValue(b, out List<int>? ofB) ? ofB : hints[b] = []).Add(a);
        }

        spilled = [];
        while (stack.TryPop(out int register))
        {
            int taken = 0;
            foreach (int neighbour in graph.NeighboursOf(register))
            {
                if (colors[neighbour] >= 0) taken |= 1 << colors[neighbour];
            }

            int chosen = -1;
            if (hints.TryGetValue(register, out List<int>? wishes))
                chosen = wishes.Select(w => colors[w]).FirstOrDefault(c => c >= 0 && c < InterferenceGraph.PhysicalCount && (taken & 1 << c) == 0, -1);
            if (chosen < 0) chosen = Array.Find(s_order, c => (taken & 1 << c) == 0) is var found && (taken & 1 << found) == 0 ? found : -1;
            if (chosen < 0) spilled.Add(register);
            else colors[register] = chosen;
        }

        return colors;
    }

    private void Rewrite(InterferenceGraph graph, int[] colors)
    {
        int Map(int register) => register < MachineFunction.FirstVirtual ? register : colors[graph.Find(register)] is var color and >= 0 ? color : 0;
        foreach (MachineBlock block in function.Blocks)
        {
            foreach (MachineInstruction instruction in block.Instructions) instruction.Rename(Map);
            block.Instructions.RemoveAll(i => i.IsCopy && i.Destination == i.Source);
        }
    }

    private void Spill(InterferenceGraph graph, List<int> spilled)
    {
        var slots = new Dictionary<int, StackSlot>();
        foreach (int register in spilled) slots[register] = new StackSlot("a value that found no register", 8, 8);
        var uses = new List<int>();
        var definitions = new List<int>();
        foreach (MachineBlock block in function.Blocks)
        {
            var rewritten = new List<MachineInstruction>(block.Instructions.Count);
            foreach (MachineInstruction instruction in block.Instructions)
            {
                uses.Clear();
                definitions.Clear();
                instruction.CollectUses(uses);
                instruction.CollectDefinitions(definitions);
                var stand = new Dictionary<int, int>();
                foreach (int use in uses)
                {
                    if (!slots.TryGetValue(graph.Find(use), out StackSlot? slot) || stand.ContainsKey(use)) continue;
                    stand[use] = Temporary();
                    rewritten.Add(new MachineInstruction(MachineKind.Load)
                    {
                        Size = MemorySize.Double,
                        Destination = stand[use],
                        Source = MachineInstruction.FramePointer,
                        Slot = slot,
                        Position = instruction.Position,
                    });
                }

                foreach (int definition in definitions)
                {
                    if (slots.ContainsKey(graph.Find(definition)) && !stand.ContainsKey(definition)) stand[definition] = Temporary();
                }

                rewritten.Add(instruction);
                foreach (int definition in definitions)
                {
                    if (!slots.TryGetValue(graph.Find(definition), out StackSlot? slot)) continue;
                    rewritten.Add(new MachineInstruction(MachineKind.Store)
                    {
                        Size = MemorySize.Double,
                        Destination = MachineInstruction.FramePointer,
                        Source = stand[definition],
                        Slot = slot,
                        Position = instruction.Position,
                    });
                }

                if (stand.Count > 0) instruction.Rename(r => stand.GetValueOrDefault(r, r));
            }

            block.Instructions = rewritten;
        }

        int Temporary()
        {
            int register = function.NewRegister();
            _temporaries.Add(register);
            return register;
        }
    }
}
