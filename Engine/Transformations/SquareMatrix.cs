namespace StnEngine.Transformations;

/// <summary>Small square matrices of doubles, on the host.</summary>
internal static class SquareMatrix
{
    /// <summary>The inverse, by Gauss and Jordan's elimination with the largest pivot of each column.</summary>
    /// <param name="matrix">Not changed.</param>
    /// <returns>The inverse.</returns>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static double[,] Inverse(double[,] matrix)
    {
        int n = matrix.GetLength(0);
        double[,] left = (double[,])matrix.Clone();
        var right = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            right[i, i] = 1;
        }

        for (int column = 0; column < n; column++)
        {
            int pivot = column;
            for (int row = column + 1; row < n; row++)
            {
                pivot = Math.Abs(left[row, column]) > Math.Abs(left[pivot, column]) ? row : pivot;
            }

            if (left[pivot, column] == 0)
            {
                throw new ArgumentException($"The {n}x{n} matrix has no inverse.", nameof(matrix));
            }

            SwapRows(left, pivot, column);
            SwapRows(right, pivot, column);
            Eliminate(left, right, column);
        }

        return right;
    }

    private static void SwapRows(double[,] matrix, int a, int b)
    {
        for (int j = 0; j < matrix.GetLength(1); j++)
        {
            (matrix[a, j], matrix[b, j]) = (matrix[b, j], matrix[a, j]);
        }
    }

    // Leaves 1 on the diagonal of the column and 0 elsewhere in it.
    private static void Eliminate(double[,] left, double[,] right, int column)
    {
        int n = left.GetLength(0);
        double scale = 1 / left[column, column];
        for (int j = 0; j < n; j++)
        {
            left[column, j] *= scale;
            right[column, j] *= scale;
        }

        for (int row = 0; row < n; row++)
        {
            double factor = left[row, column];
            for (int j = 0; row != column && j < n; j++)
            {
                left[row, j] -= factor * left[column, j];
                right[row, j] -= factor * right[column, j];
            }
        }
    }
}
