namespace Waggle.Compiler.Backend;

/// <summary>Which registers can't be the same, because both hold a wanted value at once.</summary>
internal sealed class InterferenceGraph
{
    internal const int PhysicalCount = 10; // R10 is never chosen

    private readonly HashSet<int>[] _neighbours;
    private readonly int[] _joined;

    internal InterferenceGraph(MachineFunction function)
    {
        int count = function.RegisterCount;
        _neighbours = new HashSet<int>[count];
        _joined = new int[count];
        Cost = new double[count];
        for (int i = 0; i < count; i++) (_neighbours[i], _joined[i]) = ([], i);
        for (int i = 0; i < PhysicalCount; i++)
        {
            for (int j = 0; j < i; j++) Connect(i, j);
        }

        var liveness = new Liveness(function);
        var registers = new List<int>();
        foreach (MachineBlock block in function.Blocks)
        {
            double weight = Math.Pow(10, Math.Min(block.LoopDepth, 6));
            HashSet<int> live = liveness.AtEndOf(block);
            for (int i = block.Instructions.Count - 1; i >= 0; i--)
            {
                MachineInstruction instruction = block.Instructions[i];
                if (instruction.IsCopy)
                {
                    Copies.Add((instruction.Destination, instruction.Source));
                    live.Remove(instruction.Source); // a copy may share its source's register
                }

                registers.Clear();
                instruction.CollectDefinitions(registers);
                foreach (int definition in registers)
                {
                    live.Add(definition);
                    Cost[definition] += weight;
                    Seen.Add(definition);
                }

                foreach (int definition in registers)
                {
                    foreach (int other in live)
                    {
                        if (other != definition) Connect(definition, other);
                    }
                }

                foreach (int definition in registers) live.Remove(definition);
                registers.Clear();
                instruction.CollectUses(registers);
                if (instruction.Kind == MachineKind.Set)
                {
                    foreach (int use in registers) Connect(instruction.Result, use);
                }

                foreach (int use in registers)
                {
                    live.Add(use);
                    Cost[use] += weight;
                    Seen.Add(use);
                }
            }
        }
    }

    /// <summary>Register pairs that a copy joins.</summary>
    internal List<(int A, int B)> Copies { get; } = [];

    /// <summary>Registers that occur.</summary>
    internal HashSet<int> Seen { get; } = [];

    /// <summary>Uses and definitions, weighted by loops.</summary>
    internal double[] Cost { get; }

    internal IReadOnlySet<int> NeighboursOf(int register) => _neighbours[register];

    internal bool Interfere(int a, int b) => _neighbours[a].Contains(b);

    /// <summary>The register that stands for this one after joining.</summary>
    internal int Find(int register)
    {
        while (_joined[register] != register) register = _joined[register] = _joined[_joined[register]];
        return register;
    }

    /// <summary>Joins copied registers where that can't make colouring harder: Briggs' and George's tests.</summary>
    internal void Coalesce()
    {
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach ((int first, int second) in Copies)
            {
                int a = Find(first), b = Find(second);
                if (b < PhysicalCount) (a, b) = (b, a);
                if (a == b || b < PhysicalCount || a >= PhysicalCount && a < MachineFunction.FirstVirtual || Interfere(a, b)) continue;
                if (a < PhysicalCount ? !IsSafeWithPhysical(a, b) : !IsSafe(a, b)) continue;
                Join(a, b);
                changed = true;
            }
        }
    }

    private bool IsSafeWithPhysical(int physical, int register)
    {
        foreach (int neighbour in _neighbours[register])
        {
            if (neighbour >= PhysicalCount && !Interfere(neighbour, physical) && _neighbours[neighbour].Count >= PhysicalCount) return false;
        }

        return true;
    }

    private bool IsSafe(int a, int b)
    {
        int significant = 0;
        foreach (int neighbour in _neighbours[a])
        {
            int degree = _neighbours[neighbour].Count - (Interfere(neighbour, b) ? 1 : 0);
            if (neighbour < PhysicalCount || degree >= PhysicalCount) significant++;
        }

        foreach (int neighbour in _neighbours[b])
        {
            if (Interfere(neighbour, a)) continue;
            if (neighbour < PhysicalCount || _neighbours[neighbour].Count >= PhysicalCount) significant++;
        }

        return significant < PhysicalCount;
    }

    private void Join(int kept, int gone)
    {
        _joined[gone] = kept;
        Cost[kept] += Cost[gone];
        foreach (int neighbour in _neighbours[gone])
        {
            _neighbours[neighbour].Remove(gone);
            Connect(neighbour, kept);
        }

        _neighbours[gone].Clear();
        Seen.Remove(gone);
    }

    private void Connect(int a, int b)
    {
        _neighbours[a].Add(b);
        _neighbours[b].Add(a);
    }
}
