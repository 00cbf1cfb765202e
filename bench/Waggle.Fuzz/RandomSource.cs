using System.Numerics;

namespace Waggle.Fuzz;

/// <summary>SplitMix64: fast, and the same everywhere, so that an input can be made again from its number.</summary>
internal struct RandomSource(ulong seed)
{
    private ulong _state = seed;

    public static RandomSource ForInput(ulong seed, long number) => new((seed * 0x9e3779b97f4a7c15) ^ BitOperations.RotateLeft((ulong)number * 0xd1342543de82ef95, 32));

    public ulong Next()
    {
        ulong z = _state += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 to <paramref name="limit"/> - 1; 0 if there is none.</summary>
    public int Below(int limit) => limit <= 0 ? 0 : (int)((UInt128)Next() * (uint)limit >> 64);
}
